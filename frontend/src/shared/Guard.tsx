import { Component, type ComponentChildren } from "preact";
import { WarningIcon } from "./icons";

interface GuardProps {
  /** What is inside, as a reader calls it. */
  name: string;
  /** What is drawn: another one is tried anew. */
  of: unknown;
  children: ComponentChildren;
}

interface GuardState {
  error: Error | null;
  failed: unknown;
}

/** One line in place of what could not be drawn; the rest of the page stays, and new data gets a new try. */
export class Guard extends Component<GuardProps, GuardState> {
  override state: GuardState = { error: null, failed: null };

  override componentDidCatch(thrown: unknown): void {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown));
    console.warn(`The lifecycle page could not draw ${this.props.name}.`, error);
    this.setState({ error, failed: this.props.of });
  }

  override render({ name, of, children }: GuardProps, { error, failed }: GuardState) {
    if (!error || failed !== of) return children;
    return (
      <p class="guard" data-testid="error" role="alert">
        <WarningIcon size={14} />
        <span>
          {name} could not be drawn: {error.message}{" "}
          <button type="button" class="link-button" onClick={() => this.setState({ error: null })}>
            Try again
          </button>
        </span>
      </p>
    );
  }
}
