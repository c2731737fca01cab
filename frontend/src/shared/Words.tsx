/** Text of a command line: wrapped between its words, and inside a word only where that alone is wider than the line. */
export function Words({ text }: { text: string }) {
  return (
    <>
      {text.split(/(\s+)/).map((part, i) =>
        i % 2 === 1 ? (
          part
        ) : (
          <span key={i} class="word">
            {part}
          </span>
        ),
      )}
    </>
  );
}
