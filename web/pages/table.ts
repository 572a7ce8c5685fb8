/** Every page of the portal. */
import type { Page } from "#web/page.ts";
import { aboutPage } from "./about.tsx";
import { apiPage } from "./api.tsx";
import { doublePublicityPage } from "./double-publicity.tsx";
import { filePage } from "./file.tsx";
import { homePage } from "./home.tsx";
import { recordPage } from "./record.tsx";
import { accessibilityPage, licencePage, privacyPage } from "./statements.tsx";

export const pages: readonly Page[] = [
  homePage,
  filePage,
  recordPage,
  doublePublicityPage,
  aboutPage,
  privacyPage,
  accessibilityPage,
  licencePage,
  apiPage,
];
