/** The sections of Settings, in order: the index and the palette lead to each, by its address. */
export const sections = [
  { part: 'profile', label: 'This profile', also: 'name colour keep password launch' },
  { part: 'profiles', label: 'All profiles', also: 'order' },
  { part: 'keep-alive', label: 'Keep-alive', also: 'touch hours idle tokens' },
  { part: 'appearance', label: 'Appearance', also: 'theme text size zoom dark light' },
  { part: 'notifications', label: 'Notifications', also: 'warn' },
  { part: 'window', label: 'Window and tray', also: 'login close quit start icon' },
  { part: 'data', label: 'Where is my data?', also: 'files folder vault storage keyring' },
  { part: 'diagnostics', label: 'Diagnostics', also: 'report log' },
  { part: 'about', label: 'About', also: 'version licences updates' },
] as const;

export type SectionPart = (typeof sections)[number]['part'];

/** What stands after the hash, and the ID of the section. */
export const addressOf = (part: SectionPart): string => `settings/${part}`;
