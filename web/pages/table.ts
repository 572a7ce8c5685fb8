/** Every page of the portal. */
import type { Page } from "#web/page.ts";
import { aboutPage } from "./about.tsx";
import { apiPage } from "./api.tsx";
import { candidatesPage } from "./cases/candidates.tsx";
import { casePage } from "./cases/case.tsx";
import { casesPage } from "./cases/inbox.tsx";
import { newCasePage } from "./cases/new.tsx";
import { whyPage } from "./cases/why.tsx";
import { answerPage } from "./check/answer.tsx";
import { askPage, ownChecksPage } from "./check/ask.tsx";
import { bundlePage } from "./check/bundle.tsx";
import { auditJournalsPage, bundlesPage } from "./check/bundles.tsx";
import { flagsPage } from "./check/flags.tsx";
import { watchEventPage, watchesPage, watchPage } from "./check/watches.tsx";
import { counterConsentsPage } from "./consents/counter.tsx";
import { askConsentPage, consentsPage, sentConsentPage } from "./consents/desk.tsx";
import { ownConsentPage, ownConsentsPage, withdrawConsentPage } from "./consents/mine.tsx";
import { deskPage } from "./desk.ts";
import { doublePublicityPage } from "./double-publicity.tsx";
import { filePage } from "./file.tsx";
import { homePage } from "./home.tsx";
import { counterInboxPage, ownInboxPage } from "./inbox.tsx";
import {
  auditBatchesPage,
  batchesPage,
  batchPage,
  batchRecordsPage,
  cancelPage,
  sendAfterDryRunPage,
} from "./intake/batches.tsx";
import { columnsPage } from "./intake/columns.tsx";
import { enterPage, entryPage } from "./intake/enter.tsx";
import { heldPage, heldRowPage } from "./intake/held.tsx";
import { officerHomePage } from "./intake/home.tsx";
import { correctPage, ownRecordPage, releasePage, withdrawPage } from "./intake/own-record.tsx";
import { receiptPage, undoPage } from "./intake/receipt.tsx";
import { sendPage } from "./intake/send.tsx";
import { nilPage, timelinessPage } from "./intake/timeliness.tsx";
import { listPage } from "./lists/list.tsx";
import { listsPage } from "./lists/lists.tsx";
import { auditPage, auditRefusalsPage, ownLooksPage, teamLooksPage, teamRefusalsPage } from "./logs.tsx";
import { measurePage, measuresPage } from "./measures.tsx";
import { mandatesPage, ownFilePage } from "./mine.tsx";
import { answerNoticePage, hearingPage, waivePage } from "./notices/answer.tsx";
import { counterPage } from "./notices/counter.tsx";
import { noticePage, noticesPage } from "./notices/desk.tsx";
import { ownNoticePage, ownNoticesPage, receiveNoticePage } from "./notices/mine.tsx";
import { extendPage, failedServicePage, servicePage, withdrawNoticePage } from "./notices/serving.tsx";
import {
  confirmPage,
  correctObjectedPage,
  extendObjectionPage,
  keepPage,
  rejectPage,
  releaseStatementPage,
  upholdPage,
} from "./objections/answer.tsx";
import { auditLatenessPage, objectionPage, objectionsPage, teamLatenessPage, toldPage } from "./objections/desk.tsx";
import { ownObjectionPage, ownObjectionsPage } from "./objections/mine.tsx";
import { objectAtCounterPage, objectPage } from "./objections/object.tsx";
import { agenciesPage, agencyPage, inviteIntoAgencyPage, registerAgencyPage } from "./operate/agencies.tsx";
import { questionPages } from "./questions/desk.tsx";
import { ownQuestionPage, ownQuestionsPage } from "./questions/mine.tsx";
import { recordPage } from "./record.tsx";
import { applyAtCounterPage, applyForRepairPage } from "./repairs/apply.tsx";
import { repairDeskPage } from "./repairs/decide.tsx";
import { repairedPage, repairQueuePage } from "./repairs/desk.tsx";
import { ownRepairPage, ownRepairsPage } from "./repairs/mine.tsx";
import { ownReportPage, purposeReportPage, reportPage } from "./reports/take.tsx";
import { verdictPage, verifyPage } from "./reports/verify.tsx";
import { itemPage, itemsPage } from "./rules/items.tsx";
import { checksPage, historyPage, policiesPage, purposesPage } from "./rules/more.tsx";
import { repairRulesPage } from "./rules/repair.tsx";
import { declinedPage, rulesPage, sectorPage } from "./rules/sectors.tsx";
import { searchPage } from "./search.tsx";
import { accessibilityPage, licencePage, privacyPage } from "./statements.tsx";
import { clientPage, clientsPage, registerClientPage } from "./team/clients.tsx";
import { officerOfAgencyPage, officerPage } from "./team/officer.tsx";
import { invitePage, officersPage } from "./team/officers.tsx";
import { webhooksPage } from "./team/webhooks.tsx";

const publicPages: readonly Page[] = [
  homePage,
  verifyPage,
  verdictPage,
  reportPage,
  searchPage,
  filePage,
  recordPage,
  doublePublicityPage,
  listsPage,
  listPage,
  measuresPage,
  measurePage,
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

const intakePages: readonly Page[] = [
  officerHomePage,
  sendPage,
  columnsPage,
  batchesPage,
  batchPage,
  sendAfterDryRunPage,
  cancelPage,
  batchRecordsPage,
  receiptPage,
  undoPage,
  enterPage,
  entryPage,
  ownRecordPage,
  correctPage,
  withdrawPage,
  releasePage,
  heldPage,
  heldRowPage,
  timelinessPage,
  nilPage,
];

const consolePages: readonly Page[] = [
  deskPage,
  casesPage,
  newCasePage,
  candidatesPage,
  whyPage,
  casePage,
  askPage,
  ownChecksPage,
  answerPage,
  watchesPage,
  watchPage,
  watchEventPage,
  flagsPage,
  bundlesPage,
  bundlePage,
  auditJournalsPage,
  officersPage,
  invitePage,
  officerPage,
  clientsPage,
  registerClientPage,
  clientPage,
  webhooksPage,
  teamLooksPage,
  teamRefusalsPage,
  agenciesPage,
  registerAgencyPage,
  agencyPage,
  inviteIntoAgencyPage,
  officerOfAgencyPage,
  auditPage,
  auditRefusalsPage,
  auditBatchesPage,
  ownFilePage,
  ownReportPage,
  purposeReportPage,
  ownLooksPage,
  mandatesPage,
];

const noticePages: readonly Page[] = [
  ownNoticesPage,
  ownNoticePage,
  receiveNoticePage,
  answerNoticePage,
  hearingPage,
  waivePage,
  noticesPage,
  noticePage,
  servicePage,
  failedServicePage,
  extendPage,
  withdrawNoticePage,
  counterPage,
];

const objectionPages: readonly Page[] = [
  ownObjectionsPage,
  ownConsentsPage,
  ownConsentPage,
  withdrawConsentPage,
  consentsPage,
  counterConsentsPage,
  askConsentPage,
  sentConsentPage,
  repairQueuePage,
  repairedPage,
  applyAtCounterPage,
  repairDeskPage,
  ownRepairsPage,
  applyForRepairPage,
  ownRepairPage,
  repairRulesPage,
  objectPage,
  ownObjectionPage,
  objectionsPage,
  toldPage,
  objectAtCounterPage,
  objectionPage,
  upholdPage,
  correctObjectedPage,
  rejectPage,
  confirmPage,
  extendObjectionPage,
  keepPage,
  releaseStatementPage,
  teamLatenessPage,
  auditLatenessPage,
];

export const pages: readonly Page[] = [
  ...publicPages,
  ...intakePages,
  ...noticePages,
  ...objectionPages,
  ...questionPages,
  ownQuestionsPage,
  ownInboxPage,
  counterInboxPage,
  ownQuestionPage,
  ...consolePages,
];
