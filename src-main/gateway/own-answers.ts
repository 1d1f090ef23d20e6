/** What is answered here in BILL's form (bill-api 1.3, 1.4): a tool that signs in or out believes it. Pure. */
import type { State } from '../session/state.ts';
import type { OwnAnswer } from './gateway-refusals.ts';
import { STAND_IN } from './body/session-fields.ts';

const success = (data: unknown): OwnAnswer => ({
  status: 200,
  body: { response_status: 0, response_message: 'Success', response_data: data },
});

/** The session that is open, under a name that stands for its ID. `address`: where its calls go. */
export const signedInAnswer = (
  { ids }: Pick<Extract<State, { at: 'open' }>, 'ids'>,
  address: string,
): OwnAnswer =>
  success({
    sessionId: STAND_IN,
    orgId: ids.organizationId,
    usersId: ids.userId,
    apiEndPoint: address,
  });

/** Nothing was ended: the session is the app's, and may be another tool's as well. */
export const signedOutAnswer = (): OwnAnswer => success({});
