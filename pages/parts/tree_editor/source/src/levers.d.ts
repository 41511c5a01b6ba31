// What the levers of the page of results have: their route, and how they write numbers.
declare module "*/asking.js" {
  export class Asker<Answer> {
    constructor(told: (answer: Answer) => void);
    follow(question: object): void;
    settle(question: object): Promise<unknown>;
    forget(): void;
  }
}
declare module "*/numbers.js" {
  export function written(
    value: number,
    dial: { style: string; digits: number },
    told: { language: string; currency: string },
  ): string;
}
