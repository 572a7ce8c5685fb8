/** Our mark: corner brackets, the quotation marks of Chinese, around a seal: a word given, and kept. */
export function Mark() {
  return (
    <svg class="mark" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true" focusable="false">
      <path d="M3 21V3h18v5H8v13z" fill="#14516d" />
      <path d="M29 11v18H11v-5h13V11z" fill="#14516d" />
      <path d="M12.5 12.5h7v7h-7z" fill="#a92a1d" />
    </svg>
  );
}
