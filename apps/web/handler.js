import { sharingResults } from './result-cache.js';

// What adapter-node reads when it is loaded. One trust policy: the server overwrites these three headers itself.
process.env['PROTOCOL_HEADER'] ??= 'x-forwarded-proto';
process.env['HOST_HEADER'] ??= 'x-forwarded-host';
process.env['ADDRESS_HEADER'] ??= 'x-forwarded-for';
// Lists of candidates and delegates arrive as files in a form.
process.env['BODY_SIZE_LIMIT'] ??= '12M';

const kit = await import('./build/handler.js');

export const handler = sharingResults(kit.handler);
