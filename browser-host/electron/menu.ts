/** `Menu`, `MenuItem`, `Tray` and `Notification`: noted, and clickable by a test. */
import { record } from '../record.ts';
import { HostEmitter, HostEvent, strict, type Part } from '../strict.ts';

type ItemOptions = Electron.MenuItemConstructorOptions;

export class MenuItem {
  label: string;
  readonly type: NonNullable<ItemOptions['type']>;
  readonly role: ItemOptions['role'];
  readonly id: string;
  readonly accelerator: ItemOptions['accelerator'];
  readonly submenu: Menu | undefined;
  enabled: boolean;
  visible: boolean;
  checked: boolean;
  /** The items of one menu, for a radio button to untick its neighbours. */
  neighbours: readonly MenuItem[] = [];
  private readonly onClick: ItemOptions['click'];

  constructor(options: ItemOptions) {
    this.label = options.label ?? '';
    this.type = options.type ?? (options.submenu === undefined ? 'normal' : 'submenu');
    this.role = options.role;
    this.id = options.id ?? '';
    this.accelerator = options.accelerator;
    this.submenu = Array.isArray(options.submenu)
      ? Menu.buildFromTemplate(options.submenu)
      : undefined;
    this.enabled = options.enabled ?? true;
    this.visible = options.visible ?? true;
    this.checked = options.checked ?? false;
    this.onClick = options.click;
  }

  /** As a person's click: nothing happens on a row that cannot be clicked. */
  click(): void {
    if (!this.enabled || !this.visible) return;
    if (this.type === 'checkbox') this.checked = !this.checked;
    if (this.type === 'radio') {
      for (const item of this.group()) item.checked = item === this;
    }
    this.onClick?.(this as never, undefined, new HostEvent() as never);
  }

  /** Radio buttons that stand together are one choice. */
  private group(): readonly MenuItem[] {
    const at = this.neighbours.indexOf(this);
    const ends = (item: MenuItem) => item.type !== 'radio';
    const from = this.neighbours.slice(0, at).findLastIndex(ends) + 1;
    const to = this.neighbours.slice(at).findIndex(ends);
    return this.neighbours.slice(from, to === -1 ? undefined : at + to);
  }
}

export class Menu extends HostEmitter {
  readonly items: MenuItem[] = [];

  constructor() {
    super('Menu', ['menu-will-show', 'menu-will-close']);
  }

  static buildFromTemplate(template: (ItemOptions | MenuItem)[]): Menu {
    const menu = new Menu();
    for (const item of template) menu.append(item instanceof MenuItem ? item : new MenuItem(item));
    return menu;
  }

  static setApplicationMenu(menu: Menu | null): void {
    record.applicationMenu = menu;
  }

  static getApplicationMenu(): Menu | null {
    return record.applicationMenu instanceof Menu ? record.applicationMenu : null;
  }

  append(item: MenuItem): void {
    this.items.push(item);
    item.neighbours = this.items;
  }

  popup(): void {
    record.ignored.push('Menu.popup');
  }
}

export class Tray extends HostEmitter {
  image: unknown;
  toolTip = '';
  title = '';
  menu: Menu | null = null;
  /** How often the menu was set: a test counts rebuilds. */
  menuCount = 0;
  private gone = false;

  constructor(image: unknown) {
    super('Tray', ['click', 'right-click', 'double-click', 'balloon-click']);
    this.image = image;
    this satisfies Part<
      Electron.Tray,
      | ('setImage' | 'setToolTip' | 'setTitle' | 'destroy' | 'isDestroyed')
      | ('on' | 'once' | 'off' | 'removeListener')
    >;
    const self = strict('Tray', this);
    record.trays.push(self);
    return self;
  }

  setImage(image: unknown): void {
    this.image = image;
  }

  setToolTip(text: string): void {
    this.toolTip = text;
  }

  setTitle(text: string): void {
    this.title = text;
  }

  setContextMenu(menu: Menu | null): void {
    this.menu = menu;
    this.menuCount += 1;
  }

  destroy(): void {
    this.gone = true;
  }

  isDestroyed(): boolean {
    return this.gone;
  }
}

export class Notification extends HostEmitter {
  readonly options: Electron.NotificationConstructorOptions;
  shown = false;

  constructor(options: Electron.NotificationConstructorOptions = {}) {
    super('Notification', ['show', 'click', 'close', 'action', 'reply', 'failed']);
    this.options = options;
    this satisfies Part<Electron.Notification, 'show' | 'close' | 'on' | 'once' | 'off'>;
    return strict('Notification', this);
  }

  static isSupported(): boolean {
    return record.notificationsSupported;
  }

  /** One with the ID of another stands in its place, where the system has IDs. */
  show(): void {
    this.shown = true;
    const hasIds = process.platform === 'darwin' || process.platform === 'win32';
    for (const other of record.notifications as Notification[]) {
      if (hasIds && this.options.id && other.options.id === this.options.id) other.shown = false;
    }
    record.notifications.push(this);
    this.emit('show', new HostEvent());
  }

  close(): void {
    if (!this.shown) return;
    this.shown = false;
    this.emit('close', new HostEvent());
  }
}
