export type {
  Arithmetic,
  EdwardsArithmetic,
  Element,
  FixedBase,
  Group,
  GroupName,
  ModularArithmetic,
} from './group/group.js';
export { groupByName } from './group/group-by-name.js';
export { p as modulusOf2048, q as orderOf2048, g as generatorOf2048 } from './group/parameters-2048.js';
export type { Random } from './record/random.js';
export { hexDigest, compactDigest } from './record/digest.js';
export { accepted, refuse, type Refusal, type Verdict } from './record/verdict.js';

export type { Question } from './election/questions.js';
export {
  type BallotKind,
  cellsFor,
  kindOfQuestions,
  type Mark,
  marksOf,
  questionsFor,
  type SatisfactionMark,
  titlesOf,
} from './election/kinds.js';
export {
  checkElection,
  type Election,
  type ElectionDraft,
  type ElectionFailure,
  kindOf,
  makeElection,
  newUuid,
  readElection,
} from './election/election.js';

export { type CredentialKeys, deriveCredential, newCredential, normalizeCredential } from './credential/credential.js';
export { type CredentialsFailure, credentialsRecord, readCredentials } from './credential/credentials-record.js';

export { ciphertextHash, trackerOf } from './ballot/ballot-record.js';
export { longestBallot } from './ballot/ballot-arity.js';
export { type BallotFacts, type CheapFailure, readBallot } from './ballot/read-ballot.js';
export { type BallotFailure, checkBallotProofs, type ProofFailure } from './ballot/check-proofs.js';
export { ballotBody, type Marks, sealBallot, type SealRequest } from './ballot/seal.js';
export { auditBallot, type AuditFailure } from './ballot/audit.js';

export {
  makeSingleTrustee,
  needsEveryone,
  type SingleTrustee,
  singleTrusteeOf,
  type TrusteeEntry,
} from './trustee/single.js';
export { checkSingles, type SinglesFailure } from './trustee/singles.js';
export {
  type CertificateFailure,
  checkCertificate,
  checkCertificates,
  type GroupPlace,
  makeCertificate,
  type Member,
  type MemberKeys,
  memberKeys,
  type MemberSet,
  newSeed,
} from './trustee/certificate.js';
export {
  checkPolynomial,
  type CoefficientsFailure,
  commitmentTo,
  makePolynomial,
  readPolynomial,
  type Polynomial,
  type PolynomialFailure,
} from './trustee/polynomial.js';
export type { SecretMessageFailure } from './trustee/secret-message.js';
export { vinputFor } from './trustee/vinput.js';
export {
  checkVoutput,
  makeVoutput,
  type MemberKeyFailure,
  openDecryptionKey,
  type ShareFailure,
  type Voutput,
  type VoutputFailure,
} from './trustee/voutput.js';
export {
  assemblePedersen,
  readTrustees,
  type Trustee,
  type Trustees,
  type TrusteesFailure,
  trusteesRecord,
} from './trustee/trustees-record.js';

export { addToTally, emptyTally, encryptedTallyOf, sizedTallyRecord, type Tally, tallyRecord } from './tally/tally.js';
export { checkPartialDecryption, partialDecryption, type PartialFailure } from './tally/partial-decryption.js';
export {
  type DeliveredPart,
  type RefusedPart,
  type Result,
  type ResultFailure,
  readResult,
  resultOf,
} from './tally/result.js';
export { type ProjectTotals, type TotalsFailure, totalsOf } from './tally/totals.js';

export {
  type Archive,
  archiveBytes,
  archiveHead,
  archivePart,
  type ArchiveRecord,
  type ContainerFailure,
  readArchive,
} from './archive/container.js';
export {
  type Appended,
  appendBallot,
  appendEndBallots,
  appendPartial,
  appendResult,
  appendSetup,
  appendTally,
  type ChainEvent,
  type ChainHead,
  type EventType,
  nextEvent,
  readEvent,
} from './archive/events.js';
export { type Chain, type ChainFailure, readChain } from './archive/chain.js';

export { checkNames, type CheckName, type Step, type VerificationFailure } from './verify/steps.js';
export {
  type ElectionRecords,
  type ElectionSoFar,
  verifyElectionSoFar,
  type VerifyOptions,
} from './verify/verify-election-so-far.js';
export { type Verification, verifyArchive } from './verify/verify-archive.js';
