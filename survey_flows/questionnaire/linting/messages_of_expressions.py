"""What the linter says about expressions: their syntax, references and meaning."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from survey_flows.questionnaire.linting.wordings import ERROR, LIMIT, WARNING, Wording

EXPRESSIONS: Final[Mapping[str, Wording]] = {
    "curly-quotes": Wording(
        ERROR,
        "dấu nháy cong {found} không dùng được trong biểu thức",
        "dùng dấu nháy thẳng: 'mã'",
        "the curly quotation mark {found} means nothing in an expression",
        "use straight ones: 'code'",
    ),
    "open-quote": Wording(
        ERROR,
        "dấu nháy {found} mở mà không đóng",
        "thêm {found} sau đoạn chữ",
        "the quotation mark {found} is not closed",
        "add {found} after the text",
    ),
    "open-reference": Wording(
        ERROR,
        "tham chiếu viết dở: thiếu “}” hoặc thừa dấu cách",
        "viết ${tên_câu}",
        "an unfinished reference: “}” is missing, or a blank is too many",
        "write ${name}",
    ),
    "bare-reference": Wording(
        ERROR,
        "“{found}” chưa phải là tham chiếu",
        "viết ${{name}}",
        "“{found}” is not a reference",
        "write ${{name}}",
    ),
    "wrong-operator": Wording(
        ERROR,
        "không có phép “{found}”",
        "viết {instead}",
        "there is no operator “{found}”",
        "write {instead}",
    ),
    "unbalanced-parentheses": Wording(
        ERROR,
        "dấu “{found}” không có dấu đi cặp",
        "thêm “{missing}” hoặc bỏ “{found}”",
        "“{found}” has no partner",
        "add “{missing}” or remove “{found}”",
    ),
    "unknown-function": Wording(
        ERROR,
        "không có hàm “{function}”",
        "có phải ý là {known}()? || xem bảng hàm trong docs/questionnaire_types.md",
        "there is no function “{function}”",
        "did you mean {known}()? || see the functions in docs/questionnaire_types.md",
    ),
    "unfinished-expression": Wording(
        ERROR,
        "biểu thức viết dở",
        "viết nốt vế sau, hoặc bỏ phép tính cuối",
        "the expression ends too early",
        "write what follows, or remove the last operator",
    ),
    "syntax": Wording(
        ERROR,
        "không hiểu biểu thức từ chỗ “{near}”",
        "giữa hai vế cần một phép: and, or, =, +, …",
        "the expression cannot be read from “{near}” on",
        "two operands need an operator: and, or, =, +, …",
    ),
    "wrong-arguments": Wording(
        ERROR,
        "{function}() cần {takes} tham số, ở đây có {given}",
        "sửa số tham số, ngăn cách bằng dấu phẩy",
        "{function}() takes {takes} arguments, here are {given}",
        "give as many, separated by commas",
    ),
    "bare-name": Wording(
        ERROR,
        "“{name}” không phải tham chiếu cũng không phải chữ trong nháy",
        "viết {known} || viết ${{name}} cho câu hỏi, hoặc '{name}' cho mã",
        "“{name}” is neither a reference nor a text",
        "write {known} || write ${{name}} for the item or '{name}' for the code",
    ),
    "unnamed-question": Wording(
        ERROR,
        "jr:choice-name() cần tên câu hỏi trong dấu nháy",
        "viết '${{name}}'",
        "jr:choice-name() takes the name of the question in quotation marks",
        "write '${{name}}'",
    ),
    "lone-operand": Wording(
        WARNING,
        "“{found}” đứng một mình bên “{operator}”: ai cũng như ai, điều kiện không xét trả lời nào",
        "viết đủ hai vế, ví dụ ${tên_câu} = {found}",
        "“{found}” stands alone beside “{operator}”: it is the same for everybody",
        "write the whole comparison, such as ${name} = {found}",
    ),
    "unquoted-date": Wording(
        ERROR,
        "{found} là phép trừ, không phải ngày",
        "viết {instead}",
        "{found} is a subtraction, not a date",
        "write {instead}",
    ),
    "wrong-date": Wording(
        ERROR,
        "“{found}” không phải ngày",
        "viết {known} || ngày viết theo năm-tháng-ngày: '2024-12-31'",
        "“{found}” is no date",
        "write {known} || a date is written year-month-day: '2024-12-31'",
    ),
    "wrong-date-pattern": Wording(
        WARNING,
        "“{found}” không có dấu % nào nên luôn hiện y như vậy, không hiện ngày",
        "viết '%d/%m/%Y'",
        "“{found}” has no %, so it comes out as it stands, without the date",
        "write '%d/%m/%Y'",
    ),
}
REFERENCES: Final[Mapping[str, Wording]] = {
    "unknown-reference": Wording(
        ERROR,
        "không có câu nào tên “{name}”",
        "có phải ý là ${{known}}? || so với cột name",
        "there is no item named “{name}”",
        "did you mean ${{known}}? || compare with the name column",
    ),
    "self-reference": Wording(
        ERROR,
        "“{name}” tự dựa vào chính nó",
        "tham chiếu một câu hỏi trước đó",
        "“{name}” refers to itself",
        "refer to an earlier question",
    ),
    "earlier-submission": Wording(
        LIMIT,
        "hội thoại không có phiếu đã gửi lần trước để lấy “{name}”",
        "bỏ last-saved, hoặc ghi giá trị vào default",
        "a conversation has no earlier submission to take “{name}” from",
        "leave last-saved out, or write a default",
    ),
    "later-reference": Wording(
        WARNING,
        "“{name}” ở dòng {row}, hỏi sau câu này: lúc cần thì chưa có trả lời",
        "chuyển câu được tham chiếu lên trước",
        "“{name}” is in row {row}, asked later: it is still blank when it counts",
        "move it before this question",
    ),
    "outside-repeat": Wording(
        ERROR,
        "“{name}” nằm trong vòng lặp “{repeat}” nên có nhiều giá trị",
        "dùng sum(), count(), max(), join() hoặc indexed-repeat()",
        "“{name}” is inside the repeat “{repeat}” and has many values",
        "use sum(), count(), max(), join() or indexed-repeat()",
    ),
    "circular": Wording(
        ERROR,
        "vòng luẩn quẩn: {path}",
        "bỏ một mắt xích",
        "a circle: {path}",
        "break it at one place",
    ),
}
MEANING: Final[Mapping[str, Wording]] = {
    "contradiction": Wording(
        ERROR,
        "không giá trị nào thỏa mãn điều kiện này: {source}",
        "thường là “and” viết nhầm cho “or”, hoặc đổi nhầm dấu < và >",
        "no value can satisfy this: {source}",
        "often “and” in place of “or”, or < and > exchanged",
    ),
    "no-choice-satisfies": Wording(
        ERROR,
        "không lựa chọn nào thỏa mãn điều kiện này: {source}",
        "so mã trong điều kiện với trang choices",
        "no choice can satisfy this: {source}",
        "compare the codes with the sheet choices",
    ),
    "always-true": Wording(
        WARNING,
        "điều kiện này luôn đúng: {source}",
        "thường là “or” viết nhầm cho “and”",
        "this holds for every value: {source}",
        "often “or” in place of “and”",
    ),
    "never-relevant": Wording(
        ERROR,
        "điều kiện này không bao giờ đúng, câu sẽ không được hỏi: {source}",
        "thường là “and” viết nhầm cho “or”",
        "this never holds, so the question is never asked: {source}",
        "often “and” in place of “or”",
    ),
    "switched-off": Wording(
        WARNING,
        "câu này bị tắt ({source}), không ai được hỏi",
        "bỏ dòng nếu không dùng nữa",
        "this question is switched off ({source}); nobody is asked",
        "remove the row if it is not needed",
    ),
    "unreachable": Wording(
        ERROR,
        "không bao giờ hỏi tới: điều kiện này trái với điều kiện ở {place} (về “{name}”)",
        "sửa một trong hai điều kiện",
        "out of reach: this contradicts the condition at {place} (about “{name}”)",
        "change one of the two conditions",
    ),
    "unknown-code": Wording(
        ERROR,
        "“{name}” không có lựa chọn mã “{found}” (danh sách {list}: {codes})",
        "có phải ý là '{known}'? || lấy mã ở cột name của trang choices",
        "“{name}” offers no choice with the code “{found}” (list {list}: {codes})",
        "did you mean '{known}'? || take the code from the name column of choices",
    ),
    "compares-multiple": Wording(
        WARNING,
        "“{name}” được chọn nhiều ý; so sánh này chỉ đúng khi chọn đúng một ý",
        "viết selected(${{name}}, '{found}')",
        "“{name}” takes several choices; this compares all of them at once",
        "write selected(${{name}}, '{found}')",
    ),
    "filter-empties": Wording(
        ERROR,
        "bộ lọc không để lại lựa chọn nào của danh sách {list}: {source}",
        "so giá trị trong cột lọc của trang choices",
        "the filter leaves no choice of the list {list}: {source}",
        "compare with the filter's column on the sheet choices",
    ),
}
