/** The same as a file, to take away. */

/** What can be taken away, and under which heading. */
export function Downloads({
  title,
  level,
  note,
  link,
}: {
  title: string;
  level: 2 | 3;
  note: string;
  /** Where the file is, in a format. */
  link: (format: "csv" | "json") => string;
}) {
  const Heading = `h${level}` as const;
  return (
    <section class="downloads" aria-labelledby="downloads">
      <Heading id="downloads">{title}</Heading>
      <p>
        {(["csv", "json"] as const).map((format) => (
          <a key={format} href={link(format)} download>
            {format.toUpperCase()}
          </a>
        ))}
      </p>
      <p class="quiet">{note}</p>
    </section>
  );
}
