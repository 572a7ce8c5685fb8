/** A number, set so that it can be read aloud: unified codes in their four parts. Copying gives it whole. */
export function Code({ value }: { value: string }) {
  if (value.length !== 18) return <span class="code">{value}</span>;
  return (
    <span class="code code-18">
      <span>{value.slice(0, 2)}</span>
      <span>{value.slice(2, 8)}</span>
      <span>{value.slice(8, 17)}</span>
      <span>{value.slice(17)}</span>
    </span>
  );
}
