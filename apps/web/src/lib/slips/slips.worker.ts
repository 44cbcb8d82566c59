import { answerQuestions } from '../ballot/ask-worker.js';
import { webRandom } from '../ballot/seal-acts.js';
import { slipActs, type SlipAsks } from './slip-acts.js';

answerQuestions<SlipAsks>(slipActs(webRandom));
