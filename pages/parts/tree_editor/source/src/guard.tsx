// Where the map itself fails, the page around it stays, wishes stay in line, and the map can be drawn anew.

import { Component, type ReactNode } from "react";
import type { Desk } from "./desk";

export class Guard extends Component<{ desk: Desk; children: ReactNode }, { failed: boolean }> {
  state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  componentDidCatch(error: unknown): void {
    console.error(error);
    this.props.desk.drag(false);
  }

  render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    const { words } = this.props.desk.seen.data;
    return (
      <div className="editor" role="alert">
        <p className="failed">{words.broken}</p>
        <button type="button" className="button" onClick={() => this.setState({ failed: false })}>{words.again}</button>
      </div>
    );
  }
}
