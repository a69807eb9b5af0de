"""Does a text name a bank account, or another way to pay than was agreed? PURE.

Fraud in trade is one message: "our account has changed". What is found here is not judged, only pointed at. The usual
talk of payment (deposit, balance, T/T, L/C, invoice) is not meant.
"""

from __future__ import annotations

import re
from functools import lru_cache

REMEMBERED = 4096

_LATIN_WORDS = r"""
    bank \s (?: account | details | information | coordinates )
  | (?: account | acct | a/c ) \s? (?: number | no\b\.? | \# | details | holder | name )
  | (?: new | another | other | different | personal | private | changed | updated ) \s (?: bank \s )? account
  | account \s (?: has | have | was | is ) \s (?: been \s )? (?: changed | closed | frozen | blocked | under \s audit )
  | (?: pay | transfer | send | wire | remit | deposit ) (?: \W+ \w+ ){0,6} \W+ (?: to | into ) (?: \W+ \w+ ){0,3}
    \W+ account
  | beneficiary (?: 's )? \s (?: name | bank | account ) | payee \s (?: name | account )
  | routing \s number | sort \s code | swift \s? (?: code | / | : | bic ) | bic \s? (?: code | : ) | iban
  | paypal | western \s? union | money \s? gram | we \s? chat \s? pay | ali \s? pay | payoneer | skrill | venmo | zelle
  | cash \s? app | revolut | transferwise | (?: by | via | with | through | por | con ) \s wise
  | bitcoins? | btc | usdt | tether | ethereum | crypto (?: \s? currenc (?: y | ies ) )? | gift \s cards?
  | cuentas? \s bancarias? | datos \s bancarios | n[uú]mero \s de \s cuenta | clabe | cbu
  | (?: nueva | otra | distinta ) \s cuenta
  | cuenta \s (?: nueva | personal | privada | de \s (?: ahorros? | cheques ) )
  | (?: cambi[oó] | cambiado | cambiamos ) (?: \s \w+ ){0,3} \s cuenta
  | (?: transfi?er\w* | deposit\w* | pag\w+ | env[ií]\w* ) (?: \W+ \w+ ){0,6} \W+ cuenta (?! \s corriente \s de )
  | (?: nombre | cuenta | banco ) \s (?: del \s )? beneficiario
  | mercado \s? pago | criptomonedas? | tarjetas? \s de \s regalo
"""

_HAN_ACCOUNT = "(?: 账户 | 账号 | 帐户 | 帐号 )"

_HAN_WORDS = rf"""
    银行 (?: {_HAN_ACCOUNT} | 卡号 | 卡 | 信息 ) | 收款 (?: {_HAN_ACCOUNT} | 人 | 行 )
  | 开户 (?: 行 | 银行 | 名 )
  | (?: {_HAN_ACCOUNT} | 户名 | 卡号 ) (?: 是 | 为 | [:：] | 改 | 换 | 变 | 已 )
  | (?: 新 | 新的 | 另 | 另一个 | 其他 | 别的 | 个人 | 私人 | 公司 | 我的 | 我们的 | 下列 | 以下 | 这个 ) {_HAN_ACCOUNT}
  | (?: 更换 | 变更 | 更改 | 换 | 改 ) {_HAN_ACCOUNT}
  | (?: 汇 | 打 | 付 | 转 | 汇款 | 打款 | 付款 | 转账 ) (?: 到 | 至 | 给 | 入 ) [^，。！？]{{0,8}}
    (?: {_HAN_ACCOUNT} | 卡 )
  | 支付宝 | 微信 (?: 支付 | 转账 | 付款 | 收款 ) | 西联 | 速汇金 | 贝宝
  | 比特币 | 以太坊 | 泰达币 | 加密货币 | 虚拟货币 | 数字货币 | 礼品卡
"""

_WORDS = re.compile(rf"(?<!\w)(?: {_LATIN_WORDS} )(?!\w)", re.IGNORECASE | re.VERBOSE)
_HAN = re.compile(_HAN_WORDS, re.VERBOSE)
_SWIFT = re.compile(r"\b(?:SWIFT|BIC)\b\W{0,3}(?:\w+\W{1,3}){0,2}[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?\b")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}\b")


@lru_cache(REMEMBERED)
def names_payment(text: str) -> bool:
    """Whether a text in English, Chinese or Spanish names a bank account or another way to pay."""
    found = _WORDS.search(text) or _HAN.search(text) or _SWIFT.search(text)
    return bool(found) or any(_is_iban(match[0]) for match in _IBAN.finditer(text))


def _is_iban(candidate: str) -> bool:
    """ISO 13616: with the first four signs at the end and letters as numbers, the remainder by 97 is 1."""
    signs = candidate.replace(" ", "")
    return any(_has_check_digits(signs[:length]) for length in range(15, min(len(signs), 34) + 1))


def _has_check_digits(signs: str) -> bool:
    return int("".join(str(int(sign, 36)) for sign in signs[4:] + signs[:4])) % 97 == 1
