/** Blocks as people copy them, by kind, with what each gives and what it leaves empty. */
import type { Pasted, PasteField, Unfilled } from '../../src-shared/paste/facts.ts';

export interface Example {
  readonly block: string;
  readonly gives: Pasted;
  /** The fields that the block names, and that stay empty. */
  readonly empty?: Readonly<Partial<Record<PasteField, Unfilled>>>;
}

const row = (block: string, gives: Pasted, empty: Example['empty'] = {}): Example => ({
  block,
  gives,
  empty,
});

/** Blocks that give the user name alone, and why there is no password. */
const without = (password: Unfilled, ...blocks: readonly string[]) =>
  blocks.map((block) => row(block, { userName: 'a' }, { password }));

const dana = 'dana@acme.example';
const url = 'https://api-stage.bill.com/api/v2';
const body = 'userName=dana%40acme.example&password=p%26q&orgId=008A&devKey=01A';
const all: Pasted = { userName: dana, password: 'p&q', orgId: '008A', devKey: '01A' };
const allAt: Pasted = { ...all, url };
const ab: Pasted = { userName: 'a', password: 'b' };
const ac: Pasted = { userName: 'a', password: 'b c' };

export const examples: Readonly<Record<string, readonly Example[]>> = {
  'several pairs on one line': [
    row(`"userName": "${dana}", "password": "correct horse 7!", "orgId": "008A"`, {
      userName: dana,
      password: 'correct horse 7!',
      orgId: '008A',
    }),
    row(`userName: 'a', password: 'b'`, ab),
    row(`userName: 'a', password: 'b, orgId: 008A'`, { userName: 'a', password: 'b, orgId: 008A' }),
    row(`export BILL_USERNAME='${dana}'; export BILL_PASSWORD='correct horse 7!'`, {
      userName: dana,
      password: 'correct horse 7!',
    }),
    row(`export BILL_USERNAME=a BILL_PASSWORD='b c'`, ac),
    row(`BILL_USERNAME=a; BILL_PASSWORD=b`, ab),
    row(`BILL_USERNAME=a && BILL_PASSWORD='b c'`, ac),
    row(`username=a password='b c' org_id=008A`, { ...ac, orgId: '008A' }),
    row(`set BILL_USERNAME=${dana}&& set BILL_PASSWORD=b`, { userName: dana, password: 'b' }),
    row(`set "BILL_USERNAME=a" & set "BILL_PASSWORD=b&c"`, { userName: 'a', password: 'b&c' }),
    row(`Session(api_key='01A', username='${dana}', password='b c', org_id='008A')`, {
      devKey: '01A',
      userName: dana,
      password: 'b c',
      orgId: '008A',
    }),
    row(`userName: a, password: b, orgId: 008A`, { ...ab, orgId: '008A' }),
    row(`BILL_USERNAME=a, BILL_PASSWORD=b`, ab),
    // Where one ends and the next begins is not sure.
    row(`userName: a, password: b c, orgId: 008A`, {}, { userName: 'unclear' }),
    row(`User name: dana Password: b`, {}, { userName: 'unclear' }),
    row(`BILL_USERNAME=a BILL_PASSWORD=correct horse`, { userName: 'a' }, { password: 'unclear' }),
    row(
      `User=a;Password=b c;OrgId=008A`,
      { userName: 'a', orgId: '008A' },
      { password: 'unclear' },
    ),
    row(`$env:BILL_USERNAME='a'; $env:BILL_PASSWORD='b c'`, ac),
  ],
  'comments and quotes': [
    row(`BILL_PASSWORD="correct-horse" # was "battery-staple"`, { password: 'correct-horse' }),
    row(`BILL_PASSWORD='correct-horse' # don't tell`, { password: 'correct-horse' }),
    row(`BILL_PASSWORD=   # put yours here`, {}, { password: 'empty' }),
    row(`BILL_PASSWORD=`, {}, { password: 'empty' }),
    row(`BILL_PASSWORD=""`, {}, { password: 'empty' }),
    row(`PASSWORD=a#b # not this`, {}, { password: 'unclear' }),
    row(`Password: it's`, {}, { password: 'unclear' }),
    row('BILL_PASSWORD=tick`tock', {}, { password: 'unclear' }),
    row(`BILL_ORG_ID=00801KTQZVJH4N8W2M6D # Acme`, { orgId: '00801KTQZVJH4N8W2M6D' }),
    row(`BILL_PASSWORD=\u201ccorrect horse\u201d`, { password: 'correct horse' }),
    row(`password: \u2018it\u2019s\u2019`, {}),
    row(`{\u201cuserName\u201d: \u201ca\u201d, \u201cpassword\u201d: \u201cb c\u201d}`, ac),
    row(`userName: \u201ca\u201d, password: \u201cb c\u201d`, ac),
    row(`curl \u2014data \u201c${body}\u201d ${url}/Login.json`, allAt),
    row(`BILL_PASSWORD="p$word"`, {}, { password: 'unclear' }),
    row(`export BILL_PASSWORD="p$word"`, {}, { password: 'reference' }),
    row(`BILL_PASSWORD='p$word'`, { password: 'p$word' }),
    row(`BILL_PASSWORD='it'\\''s'`, { password: "it's" }),
    row(`export BILL_PASSWORD=$'it\\'s \\u0021'`, { password: "it's !" }),
    row(`BILL_PASSWORD="a\\\\b"`, {}, { password: 'unclear' }),
    row(`BILL_PASSWORD="abc\nBILL_USERNAME=a`, {}),
    row(`password: 'it''s' # yaml\nuserName: a`, { userName: 'a', password: "it's" }),
    row(`password = "b c"; // the old one\nuserName = "a";`, ac),
    row(`password = 'a\\d'\nuserName = 'a'`, { userName: 'a' }, { password: 'unclear' }),
    row(`import os\npassword = 'a\\d'\nuserName = 'a'`, { userName: 'a', password: 'a\\d' }),
    row('bill.Config{UserName: "a", Password: `b\\c`}', { userName: 'a' }, { password: 'unclear' }),
    row(`PASSWORD=correct horse x=1`, { password: 'correct horse x=1' }),
    row(`userName: a,\npassword: b`, ab),
    row(`Password: b,`, {}, { password: 'unclear' }),
    row(`User name: a\nPassword: b,\nOrganization ID: 008A`, {
      userName: 'a',
      password: 'b,',
      orgId: '008A',
    }),
    row(`Password: hunter2 (old)`, {}, { password: 'unclear' }),
  ],
  'bodies inside code, and over lines': [
    row(`  "body": "${body}",`, all),
    row(`body: '${body}',`, all),
    row(`const body = "${body}";`, all),
    row(`"userName=dana%40acme.example" + "&password=p%26q&orgId=008A&devKey=01A"`, all),
    row(`"userName=" + user + "&password=p%26q"`, { password: 'p&q' }, { userName: 'reference' }),
    row('`userName=${user}&password=p%26q`', { password: 'p&q' }, { userName: 'reference' }),
    row(`data = f"userName={user}&password=p%26q"`, { password: 'p&q' }, { userName: 'reference' }),
    row(`Invoke-RestMethod -Method Post -Uri "${url}/Login.json" -Body "${body}"`, all),
    row(
      `Invoke-WebRequest -UseBasicParsing -Uri "${url}/Login.json" \`\n-Method "POST" \`\n-Body "${body}"`,
      all,
    ),
    row(
      `fetch("${url}/Login.json", {\n  "headers": { "accept": "*/*" },\n  "body": "${body}",\n  "method": "POST"\n});`,
      allAt,
    ),
    row(`requests.post("${url}/Login.json", data="${body}")`, allAt),
    row(body.replaceAll('&', '\n&'), all),
    row(body.replaceAll('&', '&\n'), all),
    row(`"${body}"`, all),
    row(`POST /api/v2/Login.json HTTP/1.1\r\nHost: api-stage.bill.com\r\n\r\n${body}`, all),
    row(
      `### sign in\nPOST ${url}/Login.json\nContent-Type: application/x-www-form-urlencoded\n\n${body.replaceAll('&', '\n&')}`,
      allAt,
    ),
    row(`{"log":{"request":{"postData":{"text":"${body}"}}}}`, all),
    row(`sessionId=!bXY-z&devKey=01A&data={"id":"009"}`, { sessionId: '!bXY-z', devKey: '01A' }),
    // A `+` among signs that nobody encoded may be one, or a space.
    row(`userName=dana+x@acme.example&password=b`, { password: 'b' }, { userName: 'unclear' }),
    row(`userName=a&password=100%`, { userName: 'a' }, { password: 'unclear' }),
  ],
  'commands inside scripts': [
    row(
      `SESSION=$(curl -s -d "${body}" https://\u2026/Login.json | jq -r .response_data.sessionId)`,
      all,
    ),
    row(`SESSION=\`curl -s -d "${body}" ${url}/Login.json\``, allAt),
    row(`% curl -d '${body}' ${url}/Login.json`, allAt),
    row(`dana@mac ~ % curl -d '${body}' ${url}/Login.json`, allAt),
    row(`wget --post-data '${body}' ${url}/Login.json`, allAt),
    row(`wget -qO- --post-data="${body}" "${url}/Login.json" | jq .`, allAt),
    row(`time curl -d '${body}' ${url}/Login.json`, allAt),
    row(`if ! curl -sf -d "${body}" ${url}/Login.json; then exit 1; fi`, allAt),
    row(`docker exec web curl -sd '${body}' ${url}/Login.json`, allAt),
    row(`bash -c "curl -d '${body}' ${url}/Login.json"`, allAt),
    row(
      `set -e\ncurl ${url}/Login.json \\\n  --data-urlencode 'userName=${dana}' \\\n  --data-urlencode "password=p&q"`,
      { userName: dana, password: 'p&q', url },
    ),
    row(`curl -d @- ${url}/Login.json <<EOF\n${body}\nEOF`, allAt),
    row(`echo '{"userName":"a","password":"b"}' | curl --json @- ${url}/Login.json`, {
      ...ab,
      url,
    }),
    row(`cat > .env <<'EOF'\nBILL_USERNAME=a\nBILL_PASSWORD="b c"\nEOF`, ac),
    row(`echo 'BILL_PASSWORD="b c"' >> .env`, { password: 'b c' }),
    row(
      `curl -d "userName=$USER_NAME" -d password=b -d orgId=008A ${url}/Login.json`,
      { password: 'b', orgId: '008A', url },
      { userName: 'reference' },
    ),
    row(`BILL_PASSWORD='b c'\ncurl -d "userName=a&password=$BILL_PASSWORD" ${url}/Login.json`, {
      ...ac,
      url,
    }),
    row(`curl -u dana:secret -x http://127.0.0.1:3128 -d userName=a ${url}/Login.json`, {
      userName: 'a',
      url,
    }),
    row(`http -f POST ${url}/Login.json userName=a password='b c'`, ac),
    // The shell ends this command at the first `&`.
    row(`curl -d userName=a&password=b ${url}/Login.json`, {}),
    row(`curl -d "userName=a&password=b ${url}/Login.json`, {}),
    row(`curl -d @body.txt -H 'devKey: 01A' ${url}/x.json`, { devKey: '01A', url }),
  ],
  'options of curl': [
    row(
      `$ curl -d 'devKey=01A&sessionId=!bXY-z&data={"vendorId":"009"}' http://127.0.0.1:8080/api/v2/SendVendorInvite.json`,
      { devKey: '01A', sessionId: '!bXY-z', url: 'http://127.0.0.1:8080/api/v2' },
    ),
    row(`curl -H 'devKey: 01A' -H 'sessionId: s' ${url}`, { devKey: '01A', sessionId: 's', url }),
    row(`curl --data-urlencode 'password=a&userName=b+%20' -F 'devKey=01&A'`, {
      password: 'a&userName=b+%20',
      devKey: '01&A',
    }),
    row(`curl --data=orgId=008A --json '{"devKey":"01A"}' --url=${url}`, {
      orgId: '008A',
      devKey: '01A',
      url,
    }),
    row(`# sign in\n  curl -d userName=a\\&b`, { userName: 'a' }),
    row(`curl -dorgId=008A -FdevKey=01A`, { orgId: '008A', devKey: '01A' }),
  ],
  'other forms': [
    row(`PASSWORD=a&b=c`, { password: 'a&b=c' }),
    row(`BILL_TOKEN_NAME=ci\nBILL_TOKEN_VALUE=abc`, { tokenName: 'ci', tokenValue: 'abc' }),
    row(`VITE_BILL_API_URL=http://localhost:1\nBDC_SESSION_ID=s`, {
      url: 'http://localhost:1',
      sessionId: 's',
    }),
    row(`- BILL_USERNAME=a\n- BILL_PASSWORD=b`, ab),
    row(
      `services:\n  web:\n    environment:\n      - BILL_USERNAME=a\n      - BILL_PASSWORD=b`,
      ab,
    ),
    row(`--env BILL_USERNAME=a \\\n--env BILL_PASSWORD='b c' \\`, ac),
    row(`docker run -e BILL_USERNAME=a -e "BILL_PASSWORD=b c" image`, ac),
    row(`heroku config:set BILL_USERNAME=a BILL_PASSWORD='b c'`, ac),
    row(`set "BILL_PASSWORD=b c"`, { password: 'b c' }),
    row(`C:\\work>setx BILL_PASSWORD "b c"`, { password: 'b c' }),
    row(`set -gx BILL_PASSWORD 'b c'`, { password: 'b c' }),
    row(`set -x BILL_USERNAME a; set -x BILL_PASSWORD 'b c'`, ac),
    row(`setenv BILL_PASSWORD 'b c'`, { password: 'b c' }),
    row(`[{"name":"userName","value":"a"}]`, { userName: 'a' }),
    row(
      `[{"key":"userName","value":"x","enabled":false},{"key":"userName","value":"a"},{"key":"password","value":"b"}]`,
      ab,
    ),
    row(`[["userName","a"],["password","b"]]`, ab),
    row(`{"body":"{\\"userName\\":\\"a\\",\\"password\\":\\"b c\\"}"}`, ac),
    row(`BILLCOM_API_KEY=01A`, { devKey: '01A' }),
    row(`params.append('userName', 'a'); params.append('password', 'b c');`, ac),
    row(`["userName" => "a", "password" => 'b$c']`, { userName: 'a', password: 'b$c' }),
    row(`process.env.BILL_PASSWORD = 'b c'`, { password: 'b c' }),
    row(`os.environ["BILL_PASSWORD"] = "b c"`, { password: 'b c' }),
    row(`$body = @{\n  userName = 'a'\n  password = 'it''s'\n}`, {
      userName: 'a',
      password: "it's",
    }),
    row(`[Environment]::SetEnvironmentVariable('BILL_PASSWORD', 'b c', 'User')`, {
      password: 'b c',
    }),
    row(`PS C:\\> $userName = "a"; $password = "b\`$c"`, { userName: 'a', password: 'b$c' }),
    row(
      `env:\n  - name: BILL_USERNAME\n    value: a\n  - name: BILL_PASSWORD\n    valueFrom:\n      secretKeyRef:\n        key: x`,
      { userName: 'a' },
      { password: 'reference' },
    ),
    row(`[bill]\nuser_name = "a"\npassword = 'b c'`, ac),
    row(
      `new KeyValuePair<string, string>("userName", "a"), new KeyValuePair<string, string>("password", "b c")`,
      ac,
    ),
    row(`\`\`\`env\nBILL_USERNAME=a\nBILL_PASSWORD=b\n\`\`\``, ab),
    row(
      `bill:\n  username: a\n  password: |\n    b\n  orgId: 008A`,
      { userName: 'a', orgId: '008A' },
      { password: 'unclear' },
    ),
  ],
  'lists, quotes of mails, and what only looks like a format': [
    row(`> BILL_USERNAME=a\n> BILL_PASSWORD=b`, ab),
    row(`1. User name: a\n2. Password: b`, ab),
    row(`\u2022 User name: a\n\u2022 Password: b`, ab),
    row(`:user_name => 'a', :password => 'b'`, ab),
    row(`body='userName=a&password=p%26q' \\`, {}),
    row('BILL_PASSWORD=`cat pw`', {}, { password: 'unclear' }),
    row(
      `curl -d userName=${dana} -d password=p+q ${url}/Login.json`,
      { userName: dana, url },
      { password: 'unclear' },
    ),
    row(`env:\n  BILL_USERNAME: a\n  BILL_PASSWORD: b\nports:\n  - 80:80`, ab),
    row(`Hi Dana,\nhere it is:\nUser name: a\nPassword: b c\nThanks!`, ac),
    row(`if (user === 'a' && password === 'b') login();`, {}),
    row(`<add key="BILL_PASSWORD" value="b" />`, {}),
    row(
      `User name: a\nPassword: b\n\nUser name: c\nPassword: d`,
      {},
      { userName: 'conflict', password: 'conflict' },
    ),
  ],
  'placeholders and references': [
    ...without(
      'placeholder',
      `{"userName":"a","password":"{password}"}`,
      `userName=a&password=<your password>`,
      `BILL_USERNAME=a\nBILL_PASSWORD=<your password>`,
      `BILL_USERNAME=a\nBILL_PASSWORD=your-password-here`,
      `BILL_USERNAME=a\nBILL_PASSWORD=changeme`,
      `BILL_USERNAME=a\nBILL_PASSWORD=********`,
      `User: a\nPassword: (see the vault)`,
    ),
    ...without(
      'reference',
      `{"userName":"a","password":"{{password}}"}`,
      `BILL_USERNAME=a\nBILL_PASSWORD=$BILL_PASSWORD`,
      `BILL_USERNAME=a\nBILL_PASSWORD=\${BILL_PASSWORD:-x}`,
      `set BILL_USERNAME=a\nset BILL_PASSWORD=%BILL_PASSWORD%`,
      `{ userName: 'a', password: process.env.BILL_PASSWORD }`,
      `{ userName: 'a', password: process.env.X ?? 'b' }`,
      `login(username='a', password=os.getenv("BILL_PASSWORD"))`,
      `login(username='a', password=os.getenv("BILL_PASSWORD", "b"))`,
      `BILL_USERNAME=a\nBILL_PASSWORD=op://dev/bill/password`,
      `BILL_USERNAME: a\nBILL_PASSWORD: \${{ secrets.BILL_PASSWORD }}`,
      `BILL_USERNAME: a\nBILL_PASSWORD: !secret bill_password`,
      `bill_username = "a"\nbill_password = var.bill_password`,
    ),
    row(
      `{"userName":"string","password":"string","orgId":"008xxxxx"}`,
      {},
      { userName: 'placeholder', password: 'placeholder', orgId: 'placeholder' },
    ),
    row(`userName: "a"\ndevKey: "01XXXXXXXX"`, { userName: 'a' }, { devKey: 'placeholder' }),
    row(`{"userName":"a","password":null}`, { userName: 'a' }, { password: 'empty' }),
    row(
      `{"userName":"{{userName}}","password":"\${BILL_PASSWORD}","devKey":"01A"}`,
      { devKey: '01A' },
      { userName: 'reference', password: 'reference' },
    ),
    row(`{"password":"$x{}"}`, { password: '$x{}' }),
    row(`BILL_PASSWORD=$(op read op://x/y/z)`, {}, { password: 'reference' }),
    row(`BILL_PASSWORD=ENC[AES256_GCM,data:x,iv:y]`, {}, { password: 'encoded' }),
  ],
  'whose value it is': [
    row(`BILL_PASSWORD=x\nPASSWORD=y\nUSERNAME=z`, { password: 'x' }),
    row(`BILL_USERNAME=a\nPASSWORD=y`, { userName: 'a' }),
    row(`PASSWORD=y\nBILL_USERNAME=a\nBILL_PASSWORD=b\nORG_ID=008A`, ab),
    row(`BILL_USERNAME=a\nBILL_PASSWORD=b\nORG_ID=008A`, { ...ab, orgId: '008A' }),
    row(`BILL_SANDBOX_USERNAME=a\nBILL_SANDBOX_PASSWORD=b\nBILL_USERNAME=c\nBILL_PASSWORD=d`, ab),
    row(`BILL_PROD_USERNAME=c\nBILL_PROD_PASSWORD=d`, {}),
    row(`DB_PASSWORD=x\nSMTP_USER=y\nAWS_SECRET=1\nGITHUB_TOKEN=3`, {}),
    row(`database.password=x\nspring.datasource.username=y`, {}),
    row(`{"database":{"userName":"a","password":"b"}}`, {}),
    row(`{"acme":{"userName":"a","password":"b"}}`, {}),
    row(`{"acme":{"userName":"a","password":"b","orgId":"008A"}}`, { ...ab, orgId: '008A' }),
    row(`{"stripe":{"userName":"c","password":"d"},"bill":{"userName":"a","password":"b"}}`, ab),
    row(`smtp:\n  username: c\n  password: d\nbill:\n  username: a\n  password: b`, ab),
    row(`[database]\nuser = c\npassword = d\n[bill]\nuser = a\npassword = b`, ab),
    row(`# Stripe\nAPI_KEY=01sk\nPASSWORD=x\n# BILL\nUSERNAME=a\nPASSWORD=b`, ab),
    row(`user=a\npassword=b\nhost=db.internal\nport=5432`, {}),
    row(`API_KEY=01sk_live`, {}),
    row(`curl https://api.stripe.com/v1/tokens -d userName=a -d password=b`, {}),
    row(`psycopg2.connect(user='a', password='b')`, {}),
    row(
      `{"sandbox":{"userName":"a","password":"b"},"production":{"userName":"c","password":"d"}}`,
      ab,
    ),
    row(`[{"userName":"a","password":"b"},{"userName":"c","password":"d"}]`, {}),
    row(`[{"userName":"a"},{"password":"d"}]`, { userName: 'a' }),
    row(
      `{"alice":{"userName":"a","password":"b","orgId":"008A"},"bob":{"userName":"c","password":"d","orgId":"008B"}}`,
      {},
    ),
    row(`login(username='a', password='b')\nlogin(username='c', password='d')`, {}),
    row(
      `curl -d 'userName=a&password=b' ${url}/Login.json\ncurl -d 'userName=c&password=d' ${url}/Login.json`,
      {},
    ),
    row(`userName: a\npassword: b\n---\nuserName: c\norgId: 008C`, ab),
    row(`# BILL_PASSWORD=x\nBILL_USERNAME=a`, { userName: 'a' }),
    row(`{\n  // password: 'x',\n  userName: 'a', /* orgId: '008X' */\n}`, { userName: 'a' }),
    row(`rem set BILL_PASSWORD=x\nset BILL_USERNAME=a`, { userName: 'a' }),
    row(`<# $password = 'x' #>\n$env:BILL_USERNAME = 'a'`, { userName: 'a' }),
    row(`BILL_PASSWORD=a\nBILL_PASSWORD=b`, { password: 'b' }),
    row(`export BILL_PASSWORD=a; export BILL_PASSWORD=b`, { password: 'b' }),
    row(`set BILL_PASSWORD=a\nset BILL_PASSWORD=b`, { password: 'b' }),
    row(`userName=c&password=a&password=b`, { userName: 'c' }, { password: 'conflict' }),
    row(
      `{"userName":"c","password":"a","password":"b"}`,
      { userName: 'c' },
      { password: 'conflict' },
    ),
    row(`if x; then export BILL_PASSWORD=a; else export BILL_PASSWORD=b; fi`, {}),
    row(`{"user":"dana","userName":"a","password":"b"}`, ab),
    row(`Organization: Acme\nOrganization ID: 008A`, { orgId: '008A' }),
    row(`kind: Secret\ndata:\n  BILL_USERNAME: ZGFuYUBhY21lLmV4YW1wbGU=\n  BILL_PASSWORD: cCZx`, {
      userName: dana,
      password: 'p&q',
    }),
    row(`{"kind":"Secret","data":{"BILL_PASSWORD":"cCZx"}}`, { password: 'p&q' }),
    row(`kind: Secret\ndata:\n  BILL_PASSWORD: not base64`, {}, { password: 'unclear' }),
    row(`kind: Secret\nstringData:\n  BILL_PASSWORD: "p&q"`, { password: 'p&q' }),
    row(`BILL_USERNAME=dana%40acme.example`, {}, { userName: 'unclear' }),
  ],
  'hidden and inner spaces, which their field refuses': [
    row(`BILL_DEV_KEY=01Q\u200bWERTZ`, { devKey: '01Q\u200bWERTZ' }),
    row(`BILL_DEV_KEY=01QWE RTZ`, { devKey: '01QWE RTZ' }),
    row(`{"orgId":"008A\u00a0B"}`, { orgId: '008A\u00a0B' }),
  ],
  'what the simulator and BILL answer': [
    row(
      `> tabkeeper simulator\n{"event":"ready","baseUrl":"http://127.0.0.1:4/api/v2","accounts":[{"userName":"a","password":"b","orgId":"008A","orgs":[{"orgId":"008A"},{"orgId":"008B"}],"devKey":"01A","kind":"user"},{"userName":"t","password":"v","kind":"token"}]}`,
      { ...ab, orgId: '008A', devKey: '01A', url: 'http://127.0.0.1:4/api/v2' },
    ),
    row(
      `{"event":"ready","baseUrl":"http://127.0.0.1:4/api/v2","accounts":[{"userName":"sync","password":"v","orgId":"008A","devKey":"01A","kind":"token"}]}`,
      {
        tokenName: 'sync',
        tokenValue: 'v',
        orgId: '008A',
        devKey: '01A',
        url: 'http://127.0.0.1:4/api/v2',
      },
    ),
    row(
      `{"userName":"sync","password":"v","orgId":"008A","orgs":[{"orgId":"008A"},{"orgId":"008B"}],"devKey":"01A","phone":null,"kind":"token"}`,
      { tokenName: 'sync', tokenValue: 'v', orgId: '008A', devKey: '01A' },
    ),
    row(
      `{"response_status":0,"response_data":{"sessionId":"!bX","orgId":"008A","apiEndPoint":"${url}","usersId":"0061"}}`,
      { sessionId: '!bX', orgId: '008A', url },
    ),
  ],
};
