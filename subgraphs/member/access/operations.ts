import type { Operation } from './table.ts'

/** What each row of the table is about, and which fields of the contracts ask for it. */
export interface OperationFacts {
  readonly what: string
  /** `Type.field` of a contract. Every root field is in one row or another. */
  readonly fields: readonly string[]
}

/**
 * The meaning of the table's rows. Fields of `readPublic` are open; where a public type carries more for some, the row
 * that guards it names the type's field.
 */
export const OPERATION_FACTS: Readonly<Record<Operation, OperationFacts>> = {
  readPublic: {
    what: 'Read what is public: status and journey of any complaint, the content of one that is not confidential, agencies, regions, categories, competence, members, recaps, lists and feeds without confidential complaints; of oneself, what the token and the decrees say',
    fields: [
      'Query.complaint',
      'Query.complaints',
      'Query.case',
      'Query.agency',
      'Query.agencies',
      'Query.categories',
      'Query.regions',
      'Query.competence',
      'Query.recap',
      'Query.workCounts',
      'Query.villageFilings',
      'Query.members',
      'Query.noWrongDoor',
      'Query.lastKnown',
      'Query.kiosks',
      'Query.channels',
      'Query.statusTemplates',
      'Query.words',
      'Query.outreachProgrammes',
      'Query.evaluations',
      'Query.provinceEvaluations',
      'Query.commitments',
      'Query.redactionSuggestions',
      'Query.viewer',
      'Query.categorySuggestions',
      'Query.similarComplaints',
      'Query.cluster',
      'Mutation.followComplaint',
      'Mutation.unfollowComplaint',
      'Subscription.complaintChanged',
      'Subscription.recapChanged',
      'Subscription.mandateEnded',
    ],
  },
  fileComplaint: {
    what: 'File a complaint, at any door',
    fields: ['Mutation.fileComplaint', 'Mutation.fileComplaints'],
  },
  fileReceivedEarlier: {
    what: 'File with the day on which it was received before: a letter, another system’s report, a kiosk’s day without a network',
    fields: ['FileComplaintInput.receivedAt'],
  },
  fileForOthers: {
    what: 'File for somebody else, who has consented',
    fields: ['FileComplaintInput.onBehalf'],
  },
  actAsReporter: {
    what: 'Reply, withdraw, reopen, rate and consent, as the reporter; read, correct and erase what is kept of the reporter',
    fields: [
      'Mutation.replyToAnswer',
      'Mutation.withdrawComplaint',
      'Mutation.reopenComplaint',
      'Mutation.rateComplaint',
      'Mutation.consentToExtension',
      'Mutation.consentToOmbudsman',
      'Query.personalData',
      'Mutation.correctPersonalData',
      'Mutation.erasePersonalData',
      'Mutation.requestUpload',
    ],
  },
  readWorklist: {
    what: 'Read the worklist of a government',
    fields: ['Query.cases', 'Query.worklist', 'Query.overdueCases'],
  },
  readConfidential: {
    what: 'Read title, text, answers and reasons of a confidential complaint',
    fields: [
      'Complaint.title',
      'Complaint.body',
      'Complaint.answers',
      'Complaint.replies',
      'Case.replies',
      'JourneyStep.reason',
    ],
  },
  readReporter: {
    what: 'Read who reports, unless anonymous, at the complaint’s door',
    fields: ['Mutation.readReporter', 'Case.reporter'],
  },
  readIdentityViews: { what: 'Read who has seen who reports', fields: ['Query.identityViews'] },
  readActs: { what: 'Read which officer did what on a case, under which decree', fields: ['Case.acts'] },
  readWatch: {
    what: 'Read which governments and complaints the no-wrong-door watch names, and its alerts',
    fields: ['NoWrongDoor.byGovernment', 'Subscription.noWrongDoorAlert'],
  },
  flag: { what: 'Mark a complaint for those who coordinate it', fields: ['Mutation.flagComplaint'] },
  readFlags: {
    what: 'Read what overseers have marked, at the complaint’s door, for the door and for who holds it',
    fields: ['Query.flags', 'Complaint.flags'],
  },
  verify: { what: 'Verify a case', fields: ['Mutation.verifyCase'] },
  assign: { what: 'Assign a case to an agency', fields: ['Mutation.assignCase'] },
  start: { what: 'Start work on a case', fields: ['Mutation.startCase'] },
  answer: { what: 'Answer a case', fields: ['Mutation.answerCase'] },
  handOver: { what: 'Hand a case over', fields: ['Mutation.handOverCase'] },
  withdrawHandover: { what: 'Take back a handover that nobody has taken', fields: ['Mutation.withdrawHandover'] },
  archive: { what: 'Archive a case', fields: ['Mutation.archiveCase'] },
  close: { what: 'Close a case', fields: ['Mutation.closeCase'] },
  defer: { what: 'Ask the reporter to complete a report', fields: ['Mutation.deferCase'] },
  draft: { what: 'Draft an answer, and read the draft', fields: ['Mutation.draftAnswer', 'Case.draft'] },
  release: { what: 'Release an answer that somebody else has drafted', fields: ['Mutation.releaseAnswer'] },
  extend: { what: 'Move the deadline of a case', fields: ['Mutation.extendCase'] },
  fieldWork: { what: 'Record work at the place', fields: ['Mutation.recordFieldWork'] },
  merge: {
    what: 'Merge a case into another one of the government, and read which may be merged',
    fields: ['Mutation.mergeCase', 'Query.mergeSuggestions'],
  },
  split: { what: 'Split a case into complaints of their own', fields: ['Mutation.splitCase'] },
  cluster: {
    what: 'Put a case among those of other governments about the same thing',
    fields: ['Mutation.clusterCase'],
  },
  readMandates: {
    what: 'Read the decrees that officers act under, and which agencies have nobody',
    fields: ['Query.mandates', 'Query.agenciesWithoutOperator', 'Subscription.agencyWithoutOperator'],
  },
  manageMandates: {
    what: 'Register and end decrees, and move the secretariat',
    fields: ['Mutation.registerMandate', 'Mutation.endMandate', 'Mutation.moveSecretariat'],
  },
  manageChannels: {
    what: 'Register and close channels and kiosks, and set the words of text messages',
    fields: [
      'Mutation.registerChannel',
      'Mutation.closeChannel',
      'Mutation.registerKiosk',
      'Mutation.closeKiosk',
      'Mutation.setStatusTemplate',
    ],
  },
  manageProgrammes: {
    what: 'Register who has signed commitments, create outreach programmes and record their visits, for a province',
    fields: ['Mutation.registerCommitment', 'Mutation.createOutreachProgramme', 'Mutation.recordOutreachVisit'],
  },
  manageWebhooks: {
    what: 'Have events sent to another system',
    fields: ['Query.webhooks', 'Mutation.registerWebhook', 'Mutation.removeWebhook', 'Mutation.resumeWebhook'],
  },
  exchange: { what: 'Exchange log and mail with the hub, in its own name', fields: [] },
}
