import { WarningIcon } from "../shared/icons";
import { draft, setDraft, shownError } from "./filter";

/** Why the filter is none, with its cure as a button; the table keeps the last valid one. */
export function FilterErrorLine() {
  const error = shownError.value;
  if (!error) return null;
  const { suggestion, position } = error;
  const mend = () => {
    if (!suggestion || !position) return;
    setDraft(draft.value.slice(0, position.start) + suggestion + draft.value.slice(position.end), 0);
  };
  return (
    <p class="filter-error" data-testid="error" role="alert">
      <WarningIcon size={14} />
      <span>
        {error.message}{" "}
        {suggestion && position ? (
          <>
            Did you mean{" "}
            <button type="button" class="link-button mono" onClick={mend}>
              {suggestion}
            </button>
            ?
          </>
        ) : (
          error.hint
        )}
      </span>
    </p>
  );
}
