import type { Sample } from '../samples.js';
import { idea } from './idea.js';

const clientId = '0b2f1f5e-7c1d-4c6e-9c61-5a1c0d5e8f10';
const device = 'test-device-0123456789';

export const collectingBodies: Readonly<Record<string, Sample['body']>> = {
  send_suggestion: {
    clientId,
    suggestion: idea(),
    device,
    proof: '{}',
    website: '',
  },
  send_photo: { clientId, name: '', content: 'AAAA' },
  remove_photo: { clientId, photoId: 'nobody234567nobody234567' },
  support_suggestion: { device, proof: '{}' },
};
export const collectingQueries: Readonly<Record<string, Sample['query']>> = {
  find_similar: { title: '修一条路' },
  list_public_suggestions: { q: '道路', figure: 'answered', page: 1 },
  follow_suggestion: { code: '2222-2222-2222-2222' },
};
