import type { Profile } from '../../core/aws-files/config-model.ts';
import { badProfile, badSetting } from '../../core/aws-files/profile-setting.ts';
import { filledSettingOf } from '../../core/aws-files/setting-of.ts';
import type { Setting } from '../../core/plan/step.ts';

const PREFIX = 'google_config.';

/** A key of aws-google-auth's, which writes `None` for what is not set; null for that, and for an empty one. */
export function googleSetting(profile: Profile, key: string): Setting | null {
  const setting = filledSettingOf(profile, `${PREFIX}${key}`);
  return setting === null || /^none$/i.test(setting.value) ? null : setting;
}

/** Google's page that begins a sign-in to AWS; null where the profile has neither of its ids. */
export function googlePage(profile: Profile): Setting | null {
  const idp = googleSetting(profile, 'google_idp_id');
  const sp = googleSetting(profile, 'google_sp_id');
  if (idp === null && sp === null) {
    return null;
  }
  if (idp === null || sp === null) {
    const [there, missing] =
      idp === null ? ['google_sp_id', 'google_idp_id'] : ['google_idp_id', 'google_sp_id'];
    throw badProfile(profile, `has ${PREFIX}${there} but no ${PREFIX}${missing}`, { at: idp ?? sp });
  }
  const odd = [idp, sp].find(({ value }) => !/^[\w-]+$/.test(value));
  if (odd !== undefined) {
    throw badSetting(profile, `${PREFIX}${odd === idp ? 'google_idp_id' : 'google_sp_id'}`, odd, {
      is: 'is not an id of Google’s (letters and digits)',
    });
  }
  const value = `https://accounts.google.com/o/saml2/initsso?idpid=${idp.value}&spid=${sp.value}&forceauthn=false`;
  return { ...idp, value };
}

/** As Python's configparser reads a yes. */
export function isOn(setting: Setting | null): boolean {
  return setting !== null && /^(?:1|yes|true|on)$/i.test(setting.value);
}
