package org.gristmill.tokenization.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.gristmill.tokenization.chat.Chats.conversation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConversationTest {

  @Test
  void hasOneSpelling() {
    String expected =
        """
        {"messages":[{"content":"Be brief.","role":"system"},{"content":"你好","role":"user"},\
        {"content":[{"text":"1+1","type":"python"},{"text":"2","type":"python_output"}],\
        "role":"assistant"}]}\
        """;
    assertThat(spelling(expected.replace('"', '\''))).isEqualTo(expected);
    assertThat(
            spelling(
                """
                [ {'role': 'system', 'content': [{'type': 'text', 'text': 'Be '},
                     {'type': 'text', 'text': 'brief.'}], 'name': 'x'},
                  {'role': 'user', 'content': '\\u4f60\\u597d'},
                  {'role': 'assistant', 'content': [
                     {'type': 'text', 'text': ''}, {'type': 'python', 'text': '1+1', 'id': 7},
                     {'type': 'python_output', 'text': '2'}]} ]
                """))
        .isEqualTo(expected);
  }

  @Test
  void theGoldenFileIsOne() throws IOException {
    byte[] golden = Chats.golden("conversation.json");
    Conversation conversation = Conversation.parse(golden);
    assertThat(conversation.toJson()).isEqualTo(golden);
    assertThat(conversation.messages().get(2))
        .isEqualTo(
            new Message(
                Role.ASSISTANT,
                List.of(
                    new Part(Part.Type.TEXT, "7 sacks of 12:\t"),
                    new Part(Part.Type.PYTHON, "7*12"),
                    new Part(Part.Type.PYTHON_OUTPUT, "84"),
                    new Part(Part.Type.TEXT, "84 袋 \uD83D\uDE00"))));
  }

  @Test
  void aSingleTextPartIsAString() {
    assertThat(
            spelling(
                "[{'role':'user','content':'a'},"
                    + "{'role':'assistant','content':[{'type':'text','text':'b'}]}]"))
        .isEqualTo(
            "{\"messages\":[{\"content\":\"a\",\"role\":\"user\"},"
                + "{\"content\":\"b\",\"role\":\"assistant\"}]}");
  }

  @Test
  void isReadBackFromItsSpelling() {
    Random random = new Random(5);
    for (int i = 0; i < 200; i++) {
      Conversation conversation = Chats.random(random);
      assertThat(Conversation.parse(conversation.toJson())).isEqualTo(conversation);
    }
  }

  @Test
  void textIsWhatIsSaid() {
    assertThat(
            conversation(
                    "[{'role':'user','content':'one'},{'role':'assistant','content':"
                        + "[{'type':'text','text':'two '},{'type':'python','text':'3'}]}]")
                .text())
        .isEqualTo("one\ntwo 3");
  }

  @Test
  void speakersTakeTurns() {
    String[] good = {"ua", "sua", "uaua", "uau", "uata", "uattata", "suauat"};
    String[] bad = {"au", "uua", "uaa", "suua", "usa", "uta"};
    for (String roles : good) {
      assertThat(new Conversation(messages(roles)).messages()).hasSize(roles.length());
    }
    for (String roles : bad) {
      assertThatThrownBy(() -> new Conversation(messages(roles)))
          .as(roles)
          .isInstanceOfSatisfying(
              BadConversationException.class,
              e -> assertThat(e.defect()).isEqualTo(Defect.ROLES_OUT_OF_ORDER));
    }
  }

  private static List<Message> messages(String roles) {
    return roles
        .chars()
        .mapToObj(
            c ->
                Message.of(
                    c == 's'
                        ? Role.SYSTEM
                        : c == 'u' ? Role.USER : c == 'a' ? Role.ASSISTANT : Role.TOOL,
                    "x"))
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "INVALID_JSON|[{'role'|Unexpected end-of-input within/between Object entries; expected one"
            + " JSON value",
        "INVALID_JSON|[] []|Trailing token (of type START_ARRAY) found after value (bound as"
            + " `com.fasterxml.jackson.databind.JsonNode`): not allowed as per"
            + " `DeserializationFeature.FAIL_ON_TRAILING_TOKENS`; expected one JSON value",
        "INVALID_JSON|` `|there is no JSON; expected one value",
        "INVALID_JSON|{'messages':[],'messages':[]}|Duplicate field 'messages'; expected one JSON"
            + " value",
        "WRONG_TYPE|'hello'|messages is a string; expected a list of {#role#, #content#}",
        "WRONG_TYPE|{'text':'a'}|messages is missing; expected a list of {#role#, #content#}",
        "WRONG_TYPE|['a']|message 0 is a string; expected an object {#role#, #content#}",
        "WRONG_TYPE|[{'role':'user','content':7}]|the content of message 0 (user) is a number;"
            + " expected a string or a list of {#type#, #text#}",
        "WRONG_TYPE|[{'role':'user'}]|the content of message 0 (user) is missing; expected a string"
            + " or a list of {#type#, #text#}",
        "WRONG_TYPE|[{'role':'user','content':[7]}]|part 0 of message 0 (user) is a number;"
            + " expected an object {#type#, #text#}",
        "WRONG_TYPE|[{'role':'user','content':[{'type':'text'}]}]|the text of part 0 of message 0"
            + " (user) is missing; expected a string",
        "INVALID_TEXT|[{'role':'user','content':'a\\ud83d'}]|the content of message 0 (user) holds"
            + " an unpaired surrogate; expected well-formed Unicode",
        "UNKNOWN_ROLE|[{'content':'a'}]|the role of message 0 is missing; expected system, user,"
            + " assistant or tool",
        "UNKNOWN_ROLE|[{'role':'human','content':'a'}]|message 0 has the role 'human'; expected"
            + " system, user, assistant or tool",
        "UNKNOWN_PART|[{'role':'user','content':[{'type':'image','text':'a'}]}]|part 0 of message 0"
            + " (user) has the type 'image'; expected text",
        "UNKNOWN_PART|[{'role':'user','content':[{'type':'python','text':'a'}]}]|part 0 of message"
            + " 0 (user) has the type 'python'; expected text",
        "UNKNOWN_PART|[{'role':'user','content':'a'},{'role':'assistant','content':[{'text':'a'}]}]"
            + "|part 0 of message 1 (assistant) has the type missing; expected python,"
            + " python_output, text",
        "UNKNOWN_PART|[{'role':'assistant','content':'a','tool_calls':[{'id':1}]}]|message 0"
            + " (assistant) has tool_calls; expected calls as parts of type python",
        "EMPTY|[]|it has no messages; expected at least a question and an answer",
        "EMPTY|[{'role':'user','content':''}]|message 0 (user) is empty; expected some content",
        "EMPTY|[{'role':'assistant','content':[]}]|message 0 (assistant) is empty; expected some"
            + " content",
        "NO_ANSWER|[{'role':'user','content':'a'}]|the assistant says nothing; expected at least"
            + " one message of the assistant",
        "ROLES_OUT_OF_ORDER|[{'role':'assistant','content':'a'}]|message 0 has the role assistant;"
            + " expected system or user",
        "ROLES_OUT_OF_ORDER|[{'role':'user','content':'a'},{'role':'user','content':'a'}]|message 1"
            + " has the role user after user; expected assistant",
      })
  void saysWhatIsWrong(Defect defect, String json, String reason) {
    assertThatThrownBy(() -> conversation(json))
        .isInstanceOfSatisfying(
            BadConversationException.class, e -> assertThat(e.defect()).isEqualTo(defect))
        .hasMessage("Cannot read conversation: " + reason.replace('#', '"'));
  }

  @Test
  void aPromptIsWhatComesBeforeTheLastAnswer() throws IOException {
    assertThat(Chats.prompt("[{'role':'user','content':'a'}]"))
        .containsExactly(Message.of(Role.USER, "a"));
    assertThat(Chats.prompt("[{'role':'user','content':'a'},{'role':'assistant','content':'b'}]"))
        .containsExactly(Message.of(Role.USER, "a"));
    assertThatThrownBy(() -> Chats.prompt("[]"))
        .isInstanceOf(BadConversationException.class)
        .hasMessage("Cannot read conversation: it has no messages; expected at least a question");
    assertThatThrownBy(() -> Chats.prompt("[{'role':'assistant','content':'b'}]"))
        .isInstanceOf(BadConversationException.class)
        .hasMessage(
            "Cannot read conversation: message 0 has the role assistant; expected system or user");
  }

  @Test
  void slugsOfDefectsAreLowerCase() {
    assertThat(Defect.ROLES_OUT_OF_ORDER.slug()).isEqualTo("roles-out-of-order");
  }

  @Test
  void onlyTheAssistantHasParts() {
    assertThatThrownBy(() -> new Message(Role.USER, List.of(new Part(Part.Type.PYTHON, "1"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot build a message of user from [Part[type=PYTHON, text=1]]: expected one text");
  }

  private static String spelling(String json) {
    return new String(conversation(json).toJson(), StandardCharsets.UTF_8);
  }
}
