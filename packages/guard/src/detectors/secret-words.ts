/** Announce what a person chose: nearly any value may follow. */
export const passwordWords = `
  password, passwd, passphrase, db password, user password, admin password, root password, pg password, mysql password,
  smtp password, smtp pass, ftp password, mail password, database password, redis password, ldap password, wifi password,
  mot de passe, mdp, modpass, mot de pass, motdepasse, le mot de passe, lmot de passe, lmot de pass, mdp dyali, lmdp,
  lpassword, modepasse, lmodepasse, lcode wifi, phrase secrète, كلمة السر, كلمة المرور, كلمة سر, كلمة مرور, لموديباس, موديباس, لمودباس,
  مودباس, باسوورد, الباسوورد, رمز المرور, رمز الدخول, القن السري, باسوورد ديال
`;

/** Announce what a program made up: long, and of no words. */
export const tokenWords = `
  pass, pwd, secret, client secret, app secret, secret key, jwt secret, webhook secret, shared secret, consumer secret, api secret,
  api key, apikey, app key, license key, encryption key, signing key, master key, api token, access key, secret access key,
  aws secret access key, access token, refresh token, auth token, bot token, deploy token, token, bearer, authorization bearer, private key,
  account key, session, session id, sessionid, phpsessid, jsessionid, cookie, credential, credentials, clé secrète, clé d'api, clé api,
  clé d'accès, clé privée, jeton d'accès, jeton, مفتاح سري, المفتاح السري, مفتاح الواجهة, مفتاح الوصول, رمز الوصول
`;

/** Announce a few digits or letters. */
export const codeWords = `
  pin, code pin, pin code, otp, code otp, code secret, code confidentiel, code d'accès, code de confirmation, code de vérification, code de sécurité,
  verification code, security code, access code, digicode, code dyali, lcode secret, lcode dyali, code dyal, الرقم السري, الرمز السري, كود سري,
  الكود سري, الكود السري, رمز التحقق, رمز التأكيد, كود التحقق
`;
