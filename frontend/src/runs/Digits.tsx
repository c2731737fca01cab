/** A count whose thousands are set apart by style alone: its text stays digits. */
export function Digits({ n }: { n: number }) {
  const text = String(n);
  const lead = text.length % 3 || 3;
  const groups = [text.slice(0, lead), ...(text.slice(lead).match(/\d{3}/g) ?? [])];
  return (
    <>
      {groups.map((digits, i) => (
        <span key={i} class={i ? "thousand" : undefined}>
          {digits}
        </span>
      ))}
    </>
  );
}
