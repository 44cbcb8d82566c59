export {
  canonicalJson,
  parseCanonical,
  type Canonical,
  type CanonicalRefusal,
  type JsonValue,
} from './canonical-json.js';
export { decodeUtf8, encodeUtf8 } from './utf8.js';
export { decodeBase64, encodeBase64 } from './base64.js';
export { sameBytes } from './same-bytes.js';
export { emptyRoot, leafHash, nodeHash, rootOf } from './tree-hash.js';
export { MerkleTree } from './merkle-tree.js';
export { verifyConsistency, verifyInclusion, type ConsistencyClaim, type InclusionClaim } from './tree-proofs.js';
export {
  encodeNoteKey,
  isKeyName,
  keyIdOf,
  noteKeyOf,
  noteTypes,
  parseNoteKey,
  type NoteKey,
  type NoteType,
} from './note-key.js';
export {
  cosignCheckpoint,
  formatNote,
  openNote,
  signNote,
  type NoteRefusal,
  type NoteSignature,
  type NoteSigner,
  type OpenedNote,
} from './note.js';
export {
  checkExtends,
  formatCheckpoint,
  parseCheckpoint,
  type Checkpoint,
  type ExtendsRefusal,
  type ExtendsVerdict,
} from './checkpoint.js';
export {
  checkTlogProof,
  formatTlogProof,
  parseTlogProof,
  type ReceiptRefusal,
  type ReceiptVerdict,
  type TlogProof,
} from './tlog-proof.js';
export {
  ballotEntryTypes,
  entrySchema,
  isBallotEntry,
  makeEntry,
  parseEntry,
  type Entry,
  type ParsedEntry,
} from './entry.js';
export { commitTo, verifyCommitment } from './commitment.js';
export { canonicalText, digestOf, frozenDigest, frozenText, type FrozenList } from './frozen.js';
export { printable } from './printable.js';
