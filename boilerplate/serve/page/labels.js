// The contract: four labels, twelve roles, and the keys that stand for them.

export const LABELS = [
  { name: "player_chrome", shown: "player and chrome", key: "1" },
  { name: "caption", shown: "caption", key: "2" },
  { name: "body", shown: "body", key: "3" },
  { name: "footer", shown: "footer", key: "4" },
];

export const ROLES = [
  { name: "title", label: "body", key: "t" },
  { name: "byline", label: "body", key: "b" },
  { name: "text", label: "body", key: "x" },
  { name: "caption", label: "caption", key: "c" },
  { name: "credit", label: "caption", key: "r" },
  { name: "player", label: "player_chrome", key: "p" },
  { name: "navigation", label: "player_chrome", key: "n" },
  { name: "interface", label: "player_chrome", key: "i" },
  { name: "legal", label: "footer", key: "l" },
  { name: "contact", label: "footer", key: "o" },
  { name: "promo", label: "footer", key: "m" },
  { name: "comment", label: "footer", key: "k" },
];

export const LABEL_OF = Object.fromEntries(ROLES.map((role) => [role.name, role.label]));

export const percent = (p) => (p > 0 && p < 0.005 ? "< 1 %" : `${Math.round(p * 100)} %`);
