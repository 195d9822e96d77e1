package org.gristmill.tokenization.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.gristmill.tokenization.chat.Chats.conversation;
import static org.gristmill.tokenization.chat.Chats.ids;
import static org.gristmill.tokenization.chat.Chats.mask;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.gristmill.common.ConfigException;
import org.gristmill.tokenization.Tokenizer;
import org.junit.jupiter.api.Test;

class ChatMlTemplateTest {
  private static final Tokenizer TOKENIZER = Chats.bytes(Chats.CHATML);
  private static final int A = 3 + 'a' - '!';

  private final ChatTemplate template = ChatTemplate.of("chatml", TOKENIZER, Optional.empty());
  private final RenderedTokens out = new RenderedTokens();

  @Test
  void laysATurnOutAsByHand() {
    template.render(
        conversation("[{'role':'user','content':'hi'},{'role':'assistant','content':'yo'}]"),
        2048,
        out);
    int[] ids = ids(out);
    int newline = ids[5];
    assertThat(TOKENIZER.bytesOf(newline)).containsExactly('\n');
    assertThat(ids)
        .containsExactly(
            join(
                new int[] {1},
                letters("user"),
                new int[] {newline},
                letters("hi"),
                new int[] {2, newline, 1},
                letters("assistant"),
                new int[] {newline},
                letters("yo"),
                new int[] {2, newline}));
    assertThat(mask(out))
        .containsExactly(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 0);
  }

  private static int[] letters(String text) {
    return text.chars().map(c -> A + c - 'a').toArray();
  }

  private static int[] join(int[]... stretches) {
    return Stream.of(stretches).flatMapToInt(Arrays::stream).toArray();
  }

  @Test
  void everyRoleStandsBeforeItsContent() {
    assertThat(
            marked(
                "[{'role':'system','content':'s'},{'role':'user','content':'u'},"
                    + "{'role':'assistant','content':'a'},{'role':'tool','content':'t'},"
                    + "{'role':'assistant','content':'b'}]"))
        .isEqualTo(
            """
            <|im_start|>system
            s<|im_end|>
            <|im_start|>user
            u<|im_end|>
            <|im_start|>assistant
            [a<|im_end|>]
            <|im_start|>tool
            t<|im_end|>
            <|im_start|>assistant
            [b<|im_end|>]
            """);
  }

  @Test
  void codeAndOutputStandInFences() {
    assertThat(
            marked(
                "[{'role':'user','content':'u'},{'role':'assistant','content':["
                    + "{'type':'text','text':'a'},{'type':'python','text':'1+1'},"
                    + "{'type':'python_output','text':'2\\n'},{'type':'text','text':'b'},"
                    + "{'type':'python','text':''}]}]"))
        .isEqualTo(
            """
            <|im_start|>user
            u<|im_end|>
            <|im_start|>assistant
            [a
            ```python
            1+1
            ```
            ]```output
            2
            ```
            [b
            ```python
            ```
            <|im_end|>]
            """);
  }

  @Test
  void addsADefaultSystemMessageOnlyWhereThereIsNone() {
    ChatTemplate withSystem = ChatTemplate.of("chatml", TOKENIZER, Optional.of("Help."));
    withSystem.render(
        conversation("[{'role':'user','content':'u'},{'role':'assistant','content':'a'}]"),
        2048,
        out);
    assertThat(Chats.marked(TOKENIZER, out))
        .isEqualTo(
            """
            <|im_start|>system
            Help.<|im_end|>
            <|im_start|>user
            u<|im_end|>
            <|im_start|>assistant
            [a<|im_end|>]
            """);
    withSystem.render(
        conversation(
            "[{'role':'system','content':'s'},{'role':'user','content':'u'},"
                + "{'role':'assistant','content':'a'}]"),
        2048,
        out);
    assertThat(Chats.marked(TOKENIZER, out)).startsWith("<|im_start|>system\ns<|im_end|>\n");
    withSystem.render(
        Chats.pair("{'prompt':'q','chosen':'a','rejected':'b'}"), 2048, out, new RenderedTokens());
    assertThat(Chats.marked(TOKENIZER, out))
        .isEqualTo(
            """
            <|im_start|>system
            Help.<|im_end|>
            <|im_start|>user
            q<|im_end|>
            <|im_start|>assistant
            [a<|im_end|>]
            """);
  }

  @Test
  void opensTheTurnToComplete() throws IOException {
    template.renderForCompletion(
        Chats.prompt("[{'role':'user','content':'u'},{'role':'assistant','content':'a'}]"),
        2048,
        out);
    int[] ids = ids(out);
    template.renderForCompletion(
        Chats.prompt("{'messages': [{'role':'user','content':'u'}]}"), 2048, out);
    assertThat(ids(out)).isEqualTo(ids);
    assertThat(Chats.marked(TOKENIZER, out))
        .isEqualTo("<|im_start|>user\nu<|im_end|>\n<|im_start|>assistant\n");
  }

  @Test
  void cutsBothAnswersOfAPair() {
    RenderedTokens rejected = new RenderedTokens();
    template.render(
        Chats.pair("{'prompt':'q','chosen':'abcdef','rejected':'b'}"), 22, out, rejected);
    assertThat(Chats.marked(TOKENIZER, out))
        .isEqualTo("<|im_start|>user\nq<|im_end|>\n<|im_start|>assistant\n[ab]");
    assertThat(Chats.marked(TOKENIZER, rejected))
        .isEqualTo("<|im_start|>user\nq<|im_end|>\n<|im_start|>assistant\n[b<|im_end|>]");
  }

  @Test
  void refusesATokenizerWithoutItsTokens() {
    assertThatThrownBy(
            () -> ChatTemplate.of("chatml", Chats.bytes(Chats.NANOCHAT), Optional.empty()))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "Cannot use chat template chatml: the tokenizer lacks <|im_start|>, <|im_end|>;"
                + " expected the special tokens <|im_start|>, <|im_end|>");
  }

  private String marked(String json) {
    template.render(conversation(json), 2048, out);
    return Chats.marked(TOKENIZER, out);
  }
}
