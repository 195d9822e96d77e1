package org.gristmill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.gristmill.tokenization.chat.Conversation;
import org.gristmill.tokenization.chat.Message;
import org.gristmill.tokenization.chat.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Conversations are laid out as Hugging Face's transformers lay them out, ids and masks: {@code
 * ./mvnw verify -Pinterop}. Needs what {@link OtherReadersTest} needs.
 */
@EnabledIfSystemProperty(named = "gristmill.interop", matches = "true")
class OtherTemplatesTest {
  private static final int CONVERSATIONS = 2_000;

  @TempDir private Path folder;

  private Path conversations() throws IOException {
    ObjectMapper json = new ObjectMapper();
    List<String> texts = new ArrayList<>();
    for (String row : ForeignText.rows(3 * CONVERSATIONS, 11).lines().toList()) {
      String text = json.readTree(row).path("text").asText();
      if (!text.isBlank()) {
        texts.add(text);
      }
    }
    Random random = new Random(3);
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < CONVERSATIONS; i++) {
      List<Message> messages = new ArrayList<>();
      if (random.nextInt(3) == 0) {
        messages.add(Message.of(Role.SYSTEM, text(texts, random)));
      }
      for (int turn = random.nextInt(3); turn >= 0; turn--) {
        messages.add(Message.of(Role.USER, text(texts, random)));
        messages.add(Message.of(Role.ASSISTANT, text(texts, random).stripLeading()));
        if (random.nextInt(4) == 0) {
          messages.add(Message.of(Role.TOOL, text(texts, random)));
          messages.add(Message.of(Role.ASSISTANT, text(texts, random).stripLeading()));
        }
      }
      rows.append(new String(new Conversation(messages).toJson(), StandardCharsets.UTF_8));
      rows.append('\n');
    }
    return Files.writeString(folder.resolve("chats.jsonl"), rows);
  }

  private static String text(List<String> texts, Random random) {
    return texts.get(random.nextInt(texts.size()));
  }

  @Test
  void chatmlIsLaidOutAlikeInTransformers() throws IOException {
    PythonPackages python = PythonPackages.install();
    Path texts = Files.writeString(folder.resolve("texts.jsonl"), ForeignText.rows(5_000, 7));
    Path chats = conversations();
    for (String pattern : List.of("gpt2", "gpt4", "qwen2")) {
      Path tokenizer = folder.resolve(pattern + ".json");
      done(
          "train",
          "--input",
          texts,
          "--vocab-size",
          2000,
          "--pattern",
          pattern,
          "--special",
          "<|im_start|>",
          "--special",
          "<|im_end|>",
          "--output",
          tokenizer);
      for (String option : List.of("--json=" + folder.resolve("f"), "--for-completion")) {
        Path rendered = folder.resolve(pattern + ".rendered");
        done(
            "render",
            "--tokenizer",
            tokenizer,
            "--template",
            "chatml",
            "--system",
            "Be kind. 温柔些。",
            "--max-tokens",
            1_000_000,
            option,
            "--input",
            chats,
            "--output",
            rendered);
        List<Object> arguments = new ArrayList<>();
        if (option.equals("--for-completion")) {
          arguments.add(option);
        }
        arguments.addAll(List.of(tokenizer, chats, rendered, "Be kind. 温柔些。"));
        String said = python.script("chat.py", arguments.toArray());
        System.out.print(said);
        assertThat(said.lines().reduce("", (first, last) -> last))
            .matches("ok (renders|completes) " + CONVERSATIONS + " conversations, .*");
      }
    }
  }

  private void done(Object... words) {
    List<Object> all = new ArrayList<>(List.of("tokenizer"));
    all.addAll(List.of(words));
    Captured run = Captured.run(folder, all.toArray());
    assertThat(run.code()).as(run.err()).isZero();
  }
}
