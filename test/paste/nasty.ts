/** Passwords that people have and formats trip over: a hundred, each of which may stand in a block. */
export const nasty: readonly string[] = [
  ['correct horse 7!', 'hunter2', 'Tr0ub4dor&3', "it's", 'say "hi"', `both ' and "`],
  ['back\\slash', 'two\\\\slashes', 'ends\\', '\\starts', 'tick`tock', '`both`ends`x'],
  ['p$word', 'pa$$word', 'US$5', '$5', 'cash$', 'a$HOME', 'x$(y)z', '100%', '50%off%now'],
  ['p%26q', 'p%q', '%41bc', 'a&b', '&&', 'a&userName=b', 'a;b', 'a; orgId=008Z'],
  ['x, password: y', 'a,b', 'ends,', 'ends;', '#hash', 'a#b', 'a #b', 'a // b', 'http://x/y'],
  ['a=b', '=a', 'a==', 'key: value', 'a:b', ':a', 'a|b', 'a > b', '<b>x</b>', 'a<b', '(a)(b)'],
  ['a(b', '[a]b', 'a]', '{a}{b}', 'a}b{', '!bang', 'ba!ng!', 'wow!!', '?what', 'a*b', '*.*'],
  ['~home', 'a~b', '^caret^', 'a^&b', '@at', 'a@b', '+plus+', 'a b+c', '-dash', '--flag'],
  ['- item', '_x_', 'x.y.z', '..a', ' lead', 'trail ', 'two  spaces', 'tab\there', 'pässwörd'],
  ['пароль', 'パスワード', '密碼 123', 'emoji 🔑🐎', '👩‍👩‍👧 family', 'e\u0301 combining', 'سر 123'],
  ['שלום!', 'abc\u200fdef', '“quoted”', 'it’s', '«x»', 'non\u00a0breaking', 'zero\u200bwidth'],
  ['null1', 'truex', '0123', '12345678', '1e5', '0x1F', "'; DROP TABLE x; --", '"; echo x #'],
  ['\\"mixed\\\''],
].flat();
