/** Words of items of lists that the law's own steps hang on. */

/** How the items of lists say, under `answered`, that the subject expressly waived the rest of the time to answer (C6). */
export const waivedInWriting = "书面放弃";
