package org.gristmill.tokenization.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gristmill.common.recipe.ChatLayout;
import org.gristmill.tokenization.Tokenizer;

/**
 * ChatML, the layout of SmolLM2 and Qwen: {@code <|im_start|>}, the role, a newline, the content,
 * {@code <|im_end|>}, a newline. To be learnt are what the assistant writes and the token that ends
 * its turn. Code stands in a fenced block of {@code python}, what it printed in one of {@code
 * output} that is not learnt.
 *
 * <p>Each stretch is encoded as a model meets it: the content of others together with the role
 * before it, that of the assistant by itself, because an answer begins behind the encoded prompt.
 */
final class ChatMlTemplate extends ChatTemplate {
  private static final String FENCE = "```";

  private final int start;
  private final int end;

  ChatMlTemplate(Tokenizer tokenizer, Optional<String> defaultSystem) {
    super(ChatLayout.CHATML, tokenizer, defaultSystem);
    start = special("<|im_start|>");
    end = special("<|im_end|>");
  }

  @Override
  void write(List<Message> messages, int learnFrom, RenderedTokens out) {
    for (int i = 0; i < messages.size(); i++) {
      Message message = messages.get(i);
      Learn learn = Learn.NO;
      if (message.role() == Role.ASSISTANT) {
        learn = Learn.YES.and(i >= learnFrom);
        openAnswer(Role.USER, out);
        for (Stretch stretch : stretches(message.parts())) {
          out.add(tokenizer, stretch.text(), learn.and(stretch.own()));
        }
      } else {
        out.add(start, Learn.NO);
        out.add(tokenizer, message.role().label() + "\n" + message.text(), Learn.NO);
      }
      out.add(end, learn);
      out.add(tokenizer, "\n", Learn.NO);
    }
  }

  @Override
  void openAnswer(Role before, RenderedTokens out) {
    out.add(start, Learn.NO);
    out.add(tokenizer, Role.ASSISTANT.label() + "\n", Learn.NO);
  }

  /**
   * Text that is encoded at once.
   *
   * @param own whether the assistant wrote it
   */
  private record Stretch(String text, boolean own) {}

  private static List<Stretch> stretches(List<Part> parts) {
    List<Stretch> stretches = new ArrayList<>();
    StringBuilder own = new StringBuilder();
    for (Part part : parts) {
      switch (part.type()) {
        case TEXT -> own.append(part.text());
        case PYTHON -> own.append(lineBreak(own)).append(fenced("python", part.text()));
        case PYTHON_OUTPUT -> {
          String text = lineBreak(own) + fenced("output", part.text());
          if (!own.isEmpty()) {
            stretches.add(new Stretch(own.toString(), true));
            own.setLength(0);
          }
          stretches.add(new Stretch(text, false));
        }
      }
    }
    if (!own.isEmpty()) {
      stretches.add(new Stretch(own.toString(), true));
    }
    return stretches;
  }

  /** What ends the line; an output before ends its own. */
  private static String lineBreak(StringBuilder own) {
    return own.isEmpty() || own.charAt(own.length() - 1) == '\n' ? "" : "\n";
  }

  private static String fenced(String kind, String text) {
    String ending = text.isEmpty() || text.endsWith("\n") ? "" : "\n";
    return FENCE + kind + "\n" + text + ending + FENCE + "\n";
  }
}
