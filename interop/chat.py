"""Lays conversations out with Hugging Face's transformers and compares ids and masks.

    python chat.py TOKENIZER CONVERSATIONS RENDERED [SYSTEM]
    python chat.py --for-completion TOKENIZER CONVERSATIONS RENDERED [SYSTEM]

CONVERSATIONS and RENDERED are the input and the output of "gristmill tokenizer render --template
chatml". The template below is ChatML as SmolLM2 and Qwen lay it out, with the assistant's part
marked. Prints a line beginning with "ok" and stops at the first difference.

No answer may begin with white space: there a template that is encoded as one text merges it with
the line break before it, while an answer that a model writes begins behind the encoded prompt.
"""

import json
import sys

import transformers

TURN = "{{ '<|im_start|>' + m.role + '\\n' }}"
TEMPLATE = (
    "{% if system and messages[0].role != 'system' %}"
    "{{ '<|im_start|>system\\n' + system + '<|im_end|>\\n' }}"
    "{% endif %}"
    "{% for m in messages %}"
    + TURN
    + "{% if m.role == 'assistant' %}"
    "{% generation %}{{ m.content + '<|im_end|>' }}{% endgeneration %}"
    "{% else %}{{ m.content + '<|im_end|>' }}{% endif %}"
    "{{ '\\n' }}"
    "{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}"
)


def main():
    arguments = sys.argv[1:]
    completing = arguments[0] == "--for-completion"
    tokenizer_file, conversations, rendered, *system = arguments[1 if completing else 0 :]
    tokenizer = transformers.PreTrainedTokenizerFast(tokenizer_file=tokenizer_file)
    tokens = 0
    learnt = 0
    rows = 0
    with open(conversations, encoding="utf-8") as wanted, open(rendered) as found:
        for number, (conversation, row) in enumerate(zip(wanted, found, strict=True), 1):
            messages = json.loads(conversation)["messages"]
            if completing and messages[-1]["role"] == "assistant":
                messages = messages[:-1]
            encoded = tokenizer.apply_chat_template(
                messages,
                chat_template=TEMPLATE,
                tokenize=True,
                return_dict=True,
                return_assistant_tokens_mask=True,
                add_generation_prompt=completing,
                system=system[0] if system else None,
            )
            ids = encoded["input_ids"]
            mask = [0] * len(ids) if completing else encoded["assistant_masks"]
            row = json.loads(row)
            if row["ids"] != ids or row["mask"] != mask:
                sys.exit(f"different row {number}: {conversation}{row}\n{ids}\n{mask}")
            rows += 1
            tokens += len(ids)
            learnt += sum(mask)
    what = "completes" if completing else "renders"
    print(f"ok {what} {rows} conversations, {tokens} tokens, {learnt} learnt,", end=" ")
    print(f"transformers {transformers.__version__}")


main()
