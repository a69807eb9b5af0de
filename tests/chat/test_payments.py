"""Which messages are pointed at because they name a bank account or another way to pay."""

from __future__ import annotations

import pytest

from chat import queries
from chat.payments import names_payment
from tests.cast import Cast, say

NAMED = [
    "Please pay to our new account at HSBC.",
    "Our bank account has changed, the new details are below.",
    "Account No. 123-456-789, Bank of China",
    "A/C number: 6222 0210 0111",
    "Send the deposit to this account today.",
    "IBAN DE89 3704 0044 0532 0130 00",
    "You can use DE89370400440532013000 for the balance.",
    "SWIFT: BKCHCNBJ92G",
    "BIC BKCHCNBJ",
    "Beneficiary name: Ningbo Hengda",
    "Could you pay by PayPal this time?",
    "Western Union is faster for us.",
    "We take WeChat Pay and Alipay.",
    "A discount of 5% if you pay in USDT.",
    "Pay half in crypto.",
    "Please wire it to my personal account.",
    "请把定金汇到我们的新账户。",
    "我们的银行账户已变更。",
    "开户行：中国银行宁波分行",
    "账号：6222021001116",
    "可以用支付宝付款吗？",
    "请用微信转账。",
    "也可以走西联汇款。",
    "付款到个人账户可以便宜3%。",
    "请使用比特币支付。",
    "Haga la transferencia a nuestra nueva cuenta.",
    "Nuestra cuenta bancaria es la siguiente.",
    "El número de cuenta es 0123456789.",
    "CLABE 012345678901234567",
    "Hemos cambiado de cuenta.",
    "Puede pagar por Western Union o con criptomonedas.",
    "Deposite el anticipo en la cuenta 0123456789.",
]

USUAL = [
    "The payment terms are 30% deposit and 70% before shipment.",
    "Payment by T/T or L/C at sight, please send the proforma invoice.",
    "We take your remarks into account.",
    "Your account manager is Li Wei.",
    "On account of the holiday we ship on 12 October.",
    "A swift answer would help us.",
    "The bank holiday is on Monday.",
    "Have you received our transfer?",
    "The colour code is BKCHCNBJ.",
    "Order AB12 3456 7890 1234 is ready.",
    "The crypt of the church needs 20 lamps.",
    "付款条件是30%定金，发货前付70%。",
    "收到定金后开始生产。",
    "我们已经安排付款，请查收水单。",
    "请加我的微信。",
    "这批货需要银行放假后才能发。",
    "贴纸的卡片数量是500张。",
    "Las condiciones de pago son 30% de anticipo y 70% antes del embarque.",
    "Tenga en cuenta que el plazo es de 35 días.",
    "Nos dimos cuenta de que faltan dos cajas.",
    "El pago se hará por transferencia bancaria contra documentos.",
    "¿Ya recibieron el comprobante de pago?",
]


@pytest.mark.parametrize("text", NAMED)
def test_an_account_or_another_way_to_pay_is_pointed_at(text: str) -> None:
    assert names_payment(text)


@pytest.mark.parametrize("text", USUAL)
def test_the_usual_talk_of_trade_is_left_in_peace(text: str) -> None:
    assert not names_payment(text)


def test_both_sides_see_it_on_the_message(cast: Cast) -> None:
    warned = say(cast.liwei, cast.thread, "请把定金汇到我们的新账户。")
    plain = say(cast.liwei, cast.thread, "交期是35天。")
    assert [queries.one_message(message.pk).payment for message in (warned, plain)] == [True, False]
