/** Every page of the portal. */
import type { Page } from "#web/page.ts";
import { aboutPage } from "./about.tsx";
import { apiPage } from "./api.tsx";
import { doublePublicityPage } from "./double-publicity.tsx";
import { filePage } from "./file.tsx";
import { homePage } from "./home.tsx";
import { auditPage, auditRefusalsPage, ownLooksPage, teamLooksPage, teamRefusalsPage } from "./logs.tsx";
import { mandatesPage, ownFilePage } from "./mine.tsx";
import { agenciesPage, agencyPage, inviteIntoAgencyPage, registerAgencyPage } from "./operate/agencies.tsx";
import { recordPage } from "./record.tsx";
import { itemPage, itemsPage } from "./rules/items.tsx";
import { checksPage, historyPage, policiesPage, purposesPage } from "./rules/more.tsx";
import { declinedPage, rulesPage, sectorPage } from "./rules/sectors.tsx";
import { searchPage } from "./search.tsx";
import { accessibilityPage, licencePage, privacyPage } from "./statements.tsx";
import { clientPage, clientsPage, registerClientPage } from "./team/clients.tsx";
import { officerOfAgencyPage, officerPage } from "./team/officer.tsx";
import { invitePage, officersPage } from "./team/officers.tsx";

const publicPages: readonly Page[] = [
  homePage,
  searchPage,
  filePage,
  recordPage,
  doublePublicityPage,
  rulesPage,
  sectorPage,
  itemsPage,
  itemPage,
  declinedPage,
  checksPage,
  purposesPage,
  policiesPage,
  historyPage,
  aboutPage,
  privacyPage,
  accessibilityPage,
  licencePage,
  apiPage,
];

const consolePages: readonly Page[] = [
  officersPage,
  invitePage,
  officerPage,
  clientsPage,
  registerClientPage,
  clientPage,
  teamLooksPage,
  teamRefusalsPage,
  agenciesPage,
  registerAgencyPage,
  agencyPage,
  inviteIntoAgencyPage,
  officerOfAgencyPage,
  auditPage,
  auditRefusalsPage,
  ownFilePage,
  ownLooksPage,
  mandatesPage,
];

export const pages: readonly Page[] = [...publicPages, ...consolePages];
