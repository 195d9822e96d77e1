package org.gristmill.tokenization.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.gristmill.tokenization.chat.Chats.pair;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PreferencePairTest {
  private static final String Q = "{'role':'user','content':'q'}";
  private static final String A = "{'role':'assistant','content':'a'}";
  private static final String B = "{'role':'assistant','content':'b'}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'prompt':'q','chosen':'a','rejected':'b'}",
        "{'prompt':'q','chosen':[A],'rejected':[B]}",
        "{'prompt':[Q],'chosen':'a','rejected':[B]}",
        "{'prompt':'q','chosen':[Q,A],'rejected':[Q,B]}",
        "{'prompt':[Q],'chosen':[Q,A],'rejected':[B]}",
        "{'chosen':[Q,A],'rejected':[Q,B]}",
        "{'prompt':null,'chosen':[Q,A],'rejected':[Q,B],'score_chosen':8.0}"
      })
  void hasOneSpelling(String json) {
    PreferencePair pair = pair(json.replace("Q", Q).replace("A", A).replace("B", B));
    String spelling = new String(pair.toJson(), StandardCharsets.UTF_8);

    assertThat(spelling)
        .isEqualTo(
            "{\"chosen\":[{\"content\":\"a\",\"role\":\"assistant\"}],"
                + "\"prompt\":[{\"content\":\"q\",\"role\":\"user\"}],"
                + "\"rejected\":[{\"content\":\"b\",\"role\":\"assistant\"}]}");
    assertThat(PreferencePair.parse(pair.toJson())).isEqualTo(pair);
    assertThat(pair.text()).isEqualTo("q\na\nb");
  }

  @Test
  void theGoldenFileIsOne() throws IOException {
    byte[] golden = Chats.golden("preference.json");
    PreferencePair pair = PreferencePair.parse(golden);
    assertThat(pair.toJson()).isEqualTo(golden);
    assertThat(pair.chosen()).containsExactly(Message.of(Role.ASSISTANT, "A mill grinds grain."));
    assertThat(pair.rejected()).hasSize(3);
  }

  @Test
  void aPromptMayBeTheEndOfWhatBothAnswersBeginWith() {
    String before = "{'role':'system','content':'s'},";
    PreferencePair pair =
        pair(
            "{'prompt':'q','chosen':[%s],'rejected':[%s]}"
                .formatted(before + Q + "," + A, before + Q + "," + B));
    assertThat(pair.prompt())
        .containsExactly(Message.of(Role.SYSTEM, "s"), Message.of(Role.USER, "q"));
    assertThat(pair.chosen()).containsExactly(Message.of(Role.ASSISTANT, "a"));
  }

  @Test
  void withoutAPromptTheSharedTurnsAreOne() {
    PreferencePair pair =
        pair("{'chosen':[%s],'rejected':[%s]}".formatted(join(Q, A, Q, A), join(Q, A, Q, B)));
    assertThat(pair.prompt()).hasSize(3);
    assertThat(pair.rejected()).isEqualTo(List.of(Message.of(Role.ASSISTANT, "b")));
  }

  @Test
  void anAnswerThatGoesOnLongerIsStillBehindTheWholePrompt() {
    PreferencePair pair =
        pair("{'chosen':[%s],'rejected':[%s]}".formatted(join(Q, A), join(Q, A, Q, B)));
    assertThat(pair.prompt()).hasSize(1);
    assertThat(pair.rejected()).hasSize(3);
  }

  private static String join(String... messages) {
    return String.join(",", messages);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "WRONG_TYPE|[]|it is no object; expected {#prompt#, #chosen#, #rejected#}",
        "WRONG_TYPE|{'prompt':'q','chosen':'a'}|rejected is missing; expected a list of {#role#,"
            + " #content#}",
        "WRONG_TYPE|{'prompt':1,'chosen':'a','rejected':'b'}|prompt is a number; expected a list of"
            + " {#role#, #content#}",
        "WRONG_TYPE|{'prompt':'q','chosen':[1],'rejected':'b'}|message 0 of chosen is a number;"
            + " expected an object {#role#, #content#}",
        "EMPTY|{'prompt':'q','chosen':'','rejected':'b'}|chosen is empty; expected some content",
        "INVALID_TEXT|{'prompt':'\\udc00','chosen':'a','rejected':'b'}|prompt holds an unpaired"
            + " surrogate; expected well-formed Unicode",
        "NO_PROMPT|{'chosen':'a','rejected':'b'}|it has no prompt; expected a prompt, or answers"
            + " that begin with the same",
        "NO_PROMPT|{'prompt':[],'chosen':'a','rejected':'b'}|it has no prompt; expected a prompt,"
            + " or answers that begin with the same",
        "NO_ANSWER|{'prompt':[Q],'chosen':[Q],'rejected':'b'}|chosen has no answer; expected a"
            + " message of the assistant",
        "NO_ANSWER|{'prompt':'q','chosen':'a','rejected':[]}|rejected has no answer; expected a"
            + " message of the assistant",
        "ROLES_OUT_OF_ORDER|{'prompt':'other','chosen':[Q,A],'rejected':[B]}|chosen goes on with"
            + " the role user behind the prompt; expected assistant",
        "ROLES_OUT_OF_ORDER|{'prompt':[Q,A],'chosen':[A],'rejected':[B]}|message 2 has the role"
            + " assistant after assistant; expected user or tool",
        "EQUAL_ANSWERS|{'prompt':'q','chosen':'a','rejected':[A]}|chosen and rejected are equal;"
            + " expected two answers",
      })
  void saysWhatIsWrong(Defect defect, String json, String reason) {
    assertThatThrownBy(() -> pair(json.replace("Q", Q).replace("A", A).replace("B", B)))
        .isInstanceOfSatisfying(
            BadConversationException.class, e -> assertThat(e.defect()).isEqualTo(defect))
        .hasMessage("Cannot read preference pair: " + reason.replace('#', '"'));
  }
}
