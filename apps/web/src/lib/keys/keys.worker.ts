import { answerQuestions } from '../ballot/ask-worker.js';
import { webRandom } from '../ballot/seal-acts.js';
import { type KeyAsks, keyActs } from './key-acts.js';

answerQuestions<KeyAsks>(keyActs(webRandom));
