/** The commands about the gateway: what a person turns, copies and renews, and what a program may know. */
import { gatewayBase } from '../../src-shared/hand-off.ts';
import { fail, notNow, ok, unknownProfile, type Result } from '../../src-shared/result.ts';
import type { Gateway } from '../gateway/gateway.ts';
import type { Desktop, Preferences } from '../ports.ts';
import type { Profiles } from '../profiles/profiles-types.ts';
import type { Handlers } from './router.ts';

export interface GatewayCommandDeps {
  readonly gateway: Pick<Gateway, 'turn' | 'of' | 'view' | 'renewToken' | 'renewPort'>;
  readonly profiles: Pick<Profiles, 'get'>;
  readonly preferences: Pick<Preferences, 'changeSettings' | 'settings'>;
  readonly desktop: Pick<Desktop, 'copyText' | 'copySecret'>;
  readonly changed: () => void;
}

/** The handlers of these commands. */
export type GatewayCommands = Pick<
  Handlers,
  'getGateway' | 'setGateway' | 'copyGateway' | 'renewGateway'
>;

export function createGatewayCommands(deps: GatewayCommandDeps): GatewayCommands {
  const { gateway, profiles, preferences, desktop } = deps;
  const known = (profile: string) => profiles.get(profile) !== null;
  const done = (is: boolean): Result<null> => (is ? ok(null) : fail({ kind: 'internal' }));

  return {
    getGateway: ({ profile }) => {
      if (!known(profile)) return unknownProfile;
      const access = gateway.of(profile);
      return access === null ? notNow : ok({ url: access.address, token: access.token });
    },
    setGateway: async ({ profile, on }) => {
      if (!known(profile)) return unknownProfile;
      // What tools go through is open only while they may use the session at all.
      if (on && !preferences.settings().handOff) {
        preferences.changeSettings({ handOff: true });
        deps.changed();
      }
      return gateway.turn(profile, on);
    },
    copyGateway: async ({ profile, part }) => {
      if (part === 'address') {
        const { address } = gateway.view(profile);
        return address === null ? notNow : done(await desktop.copyText(address));
      }
      const access = gateway.of(profile);
      if (access === null) return notNow;
      return done(
        await desktop.copySecret(
          part === 'token' ? access.token : gatewayBase(access.address, access.token),
        ),
      );
    },
    renewGateway: async ({ profile, part }) => {
      if (!known(profile)) return unknownProfile;
      return part === 'token' ? gateway.renewToken(profile) : gateway.renewPort();
    },
  };
}
