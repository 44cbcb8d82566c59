import { answerQuestions } from './ask-worker.js';
import { sealActs, type SealAsks, webRandom } from './seal-acts.js';

answerQuestions<SealAsks>(sealActs(webRandom));
