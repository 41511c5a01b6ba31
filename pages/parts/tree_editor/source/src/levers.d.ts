// The route of the levers, asked as the page of results asks it.
declare module "*/asking.js" {
  export class Asker<Answer> {
    constructor(told: (answer: Answer) => void);
    follow(question: object): void;
    settle(question: object): Promise<unknown>;
    forget(): void;
  }
}
