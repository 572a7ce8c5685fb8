/** The mapping files of the province's agencies, made from the layouts their files are written in. */
import { ownLayouts } from "./layouts.ts";

/** Each mapping as a file of the pack's folder. */
export function mappingFiles(): { readonly file: string; readonly text: string }[] {
  return ownLayouts.map(({ mapping }) => ({
    file: `mappings/${mapping.id}.json`,
    text: `${JSON.stringify(mapping, null, 2)}\n`,
  }));
}
