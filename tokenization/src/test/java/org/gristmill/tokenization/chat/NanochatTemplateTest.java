package org.gristmill.tokenization.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.gristmill.tokenization.chat.Chats.conversation;
import static org.gristmill.tokenization.chat.Chats.ids;
import static org.gristmill.tokenization.chat.Chats.mask;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.gristmill.common.ConfigException;
import org.gristmill.tokenization.Tokenizer;
import org.junit.jupiter.api.Test;

class NanochatTemplateTest {
  private static final Tokenizer TOKENIZER = Chats.bytes(Chats.NANOCHAT);
  // Behind the nine special tokens: 'a' is the 65th byte from '!' on.
  private static final int A = 9 + 'a' - '!';

  private final ChatTemplate template = ChatTemplate.of("nanochat", TOKENIZER, Optional.empty());
  private final RenderedTokens out = new RenderedTokens();

  @Test
  void laysATurnOutAsByHand() {
    template.render(
        conversation(
            "[{'role':'user','content':'ab'},{'role':'assistant','content':'cd'},"
                + "{'role':'user','content':'e'},{'role':'assistant','content':'f'}]"),
        2048,
        out);
    assertThat(ids(out))
        .containsExactly(0, 1, A, A + 1, 2, 3, A + 2, A + 3, 4, 1, A + 4, 2, 3, A + 5, 4);
    assertThat(mask(out)).containsExactly(0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 1, 1);
    assertThat(out.targets()).isEqualTo(5);
  }

  @Test
  void learnsCallsAndNotTheirOutput() {
    template.render(
        conversation(
            "[{'role':'user','content':'a'},{'role':'assistant','content':["
                + "{'type':'text','text':'b'},{'type':'python','text':'c'},"
                + "{'type':'python_output','text':'d'},{'type':'text','text':'e'}]}]"),
        2048,
        out);
    assertThat(ids(out)).containsExactly(0, 1, A, 2, 3, A + 1, 5, A + 2, 6, 7, A + 3, 8, A + 4, 4);
    assertThat(mask(out)).containsExactly(0, 0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 1, 1);
  }

  @Test
  void aSystemMessageBeginsTheFirstUserMessage() {
    assertThat(
            marked(
                "[{'role':'system','content':'s'},{'role':'user','content':'u'},"
                    + "{'role':'assistant','content':'a'},{'role':'user','content':'v'}]"))
        .isEqualTo(
            "<|bos|><|user_start|>s\n\nu<|user_end|><|assistant_start|>[a<|assistant_end|>]"
                + "<|user_start|>v<|user_end|>");
  }

  @Test
  void theAnswerOfAToolIsOutputInsideTheTurn() {
    assertThat(
            marked(
                "[{'role':'user','content':'u'},{'role':'assistant','content':'a'},"
                    + "{'role':'tool','content':'t'},{'role':'assistant','content':'b'}]"))
        .isEqualTo(
            "<|bos|><|user_start|>u<|user_end|><|assistant_start|>[a]<|output_start|>t"
                + "<|output_end|>[b<|assistant_end|>]");
  }

  @Test
  void cutsAtTheMostTokens() {
    template.render(
        conversation("[{'role':'user','content':'ab'},{'role':'assistant','content':'cd'}]"),
        7,
        out);
    assertThat(ids(out)).containsExactly(0, 1, A, A + 1, 2, 3, A + 2);
    assertThat(mask(out)).containsExactly(0, 0, 0, 0, 0, 0, 1);
  }

  @Test
  void opensTheTurnToComplete() throws IOException {
    List<Message> prompt =
        Chats.prompt(
            "[{'role':'user','content':'u'},{'role':'assistant','content':'a'},"
                + "{'role':'user','content':'v'},{'role':'assistant','content':'b'}]");
    template.renderForCompletion(prompt, 2048, out);
    assertThat(Chats.marked(TOKENIZER, out))
        .isEqualTo(
            "<|bos|><|user_start|>u<|user_end|><|assistant_start|>a<|assistant_end|>"
                + "<|user_start|>v<|user_end|><|assistant_start|>");
    template.renderForCompletion(prompt, 3, out);
    assertThat(Chats.marked(TOKENIZER, out)).isEqualTo("<|bos|><|user_start|>u<|assistant_start|>");
  }

  @Test
  void goesOnBehindTheAnswerOfATool() throws IOException {
    template.renderForCompletion(
        Chats.prompt(
            "[{'role':'user','content':'u'},{'role':'assistant','content':'a'},"
                + "{'role':'tool','content':'t'},{'role':'assistant','content':'b'}]"),
        2048,
        out);
    assertThat(Chats.marked(TOKENIZER, out))
        .isEqualTo(
            "<|bos|><|user_start|>u<|user_end|><|assistant_start|>a<|output_start|>t"
                + "<|output_end|>");
  }

  @Test
  void addsADefaultSystemMessageWhereThereIsNone() {
    ChatTemplate withSystem = ChatTemplate.of("nanochat", TOKENIZER, Optional.of("s"));
    withSystem.render(
        conversation("[{'role':'user','content':'u'},{'role':'assistant','content':'a'}]"),
        2048,
        out);
    assertThat(Chats.marked(TOKENIZER, out)).startsWith("<|bos|><|user_start|>s\n\nu<|user_end|>");
  }

  @Test
  void onlyTheAnswersOfAPairAreLearnt() {
    RenderedTokens rejected = new RenderedTokens();
    template.render(
        Chats.pair(
            "{'prompt':[{'role':'user','content':'u'},{'role':'assistant','content':'a'},"
                + "{'role':'user','content':'v'}],'chosen':'b','rejected':'c'}"),
        2048,
        out,
        rejected);
    String prompt =
        "<|bos|><|user_start|>u<|user_end|><|assistant_start|>a<|assistant_end|>"
            + "<|user_start|>v<|user_end|><|assistant_start|>";
    assertThat(Chats.marked(TOKENIZER, out)).isEqualTo(prompt + "[b<|assistant_end|>]");
    assertThat(Chats.marked(TOKENIZER, rejected)).isEqualTo(prompt + "[c<|assistant_end|>]");
  }

  @Test
  void refusesATokenizerWithoutItsTokens() {
    assertThatThrownBy(
            () -> ChatTemplate.of("nanochat", Chats.bytes(Chats.CHATML), Optional.empty()))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "Cannot use chat template nanochat: the tokenizer lacks <|bos|>, <|user_start|>,"
                + " <|user_end|>, <|assistant_start|>, <|assistant_end|>, <|python_start|>,"
                + " <|python_end|>, <|output_start|>, <|output_end|>; expected the special tokens"
                + " <|bos|>, <|user_start|>, <|user_end|>, <|assistant_start|>, <|assistant_end|>,"
                + " <|python_start|>, <|python_end|>, <|output_start|>, <|output_end|>");
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    assertThatThrownBy(() -> ChatTemplate.of("alpaca", TOKENIZER, Optional.empty()))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "Cannot use chat template 'alpaca': there is none of that name; expected nanochat or"
                + " chatml");
    assertThatThrownBy(() -> ChatTemplate.of("nanochat", TOKENIZER, Optional.of("")))
        .isInstanceOf(ConfigException.class)
        .hasMessage("Cannot use an empty default system message: expected some text");
    assertThatThrownBy(
            () ->
                template.render(
                    conversation(
                        "[{'role':'user','content':'u'},{'role':'assistant','content':'a'}]"),
                    0,
                    out))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot render 0 tokens: expected at least 1");
  }

  private String marked(String json) {
    template.render(conversation(json), 2048, out);
    return Chats.marked(TOKENIZER, out);
  }
}
