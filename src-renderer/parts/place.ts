/**
 * Where an element stands, for what is placed by measure: `{@attach place({ left: '12px' })}`. Written
 * through the object model, which the policy allows; a style attribute it would refuse.
 */
type Placing = Partial<Record<'left' | 'top' | 'height' | 'transform' | 'translate', string>>;

export const place = (placing: Placing) => (element: HTMLElement) => {
  Object.assign(element.style, placing);
};
