/** A banner of any panel: what is the matter, and what comes of it. */
export interface BannerWords {
  readonly tone: 'quiet' | 'warn' | 'danger';
  readonly icon: 'offline' | 'busy' | 'clock' | 'alert';
  readonly title: string;
  readonly text: string;
}
