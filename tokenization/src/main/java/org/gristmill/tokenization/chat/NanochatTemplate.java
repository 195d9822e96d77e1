package org.gristmill.tokenization.chat;

import java.util.List;
import java.util.Optional;
import org.gristmill.common.recipe.ChatLayout;
import org.gristmill.tokenization.Tokenizer;

/**
 * The layout of nanochat: one token before the conversation, a pair of tokens around every message,
 * another around code and around what it printed. A system message becomes the beginning of the
 * first user message, an empty line between them.
 *
 * <p>To be learnt are the assistant's text, its code with both tokens around it, and the token that
 * ends its turn; not the token that begins the turn, nor output. nanochat knows no tools besides
 * its own: the answer of any other is laid out as output, and the turn goes on behind it.
 */
final class NanochatTemplate extends ChatTemplate {
  private final int bos;
  private final int userStart;
  private final int userEnd;
  private final int assistantStart;
  private final int assistantEnd;
  private final int pythonStart;
  private final int pythonEnd;
  private final int outputStart;
  private final int outputEnd;

  NanochatTemplate(Tokenizer tokenizer, Optional<String> defaultSystem) {
    super(ChatLayout.NANOCHAT, tokenizer, defaultSystem);
    bos = special("<|bos|>");
    userStart = special("<|user_start|>");
    userEnd = special("<|user_end|>");
    assistantStart = special("<|assistant_start|>");
    assistantEnd = special("<|assistant_end|>");
    pythonStart = special("<|python_start|>");
    pythonEnd = special("<|python_end|>");
    outputStart = special("<|output_start|>");
    outputEnd = special("<|output_end|>");
  }

  @Override
  void write(List<Message> messages, int learnFrom, RenderedTokens out) {
    out.add(bos, Learn.NO);
    String before = "";
    for (int i = 0; i < messages.size(); i++) {
      Message message = messages.get(i);
      switch (message.role()) {
        case SYSTEM -> before = message.text() + "\n\n";
        case USER -> {
          between(userStart, before + message.text(), userEnd, Learn.NO, out);
          before = "";
        }
        case ASSISTANT -> {
          openAnswer(i == 0 ? Role.USER : messages.get(i - 1).role(), out);
          Learn learn = Learn.YES.and(i >= learnFrom);
          message.parts().forEach(part -> write(part, learn, out));
          if (i + 1 == messages.size() || messages.get(i + 1).role() != Role.TOOL) {
            out.add(assistantEnd, learn);
          }
        }
        case TOOL -> between(outputStart, message.text(), outputEnd, Learn.NO, out);
      }
    }
  }

  private void write(Part part, Learn learn, RenderedTokens out) {
    switch (part.type()) {
      case TEXT -> out.add(tokenizer, part.text(), learn);
      case PYTHON -> between(pythonStart, part.text(), pythonEnd, learn, out);
      case PYTHON_OUTPUT -> between(outputStart, part.text(), outputEnd, Learn.NO, out);
    }
  }

  private void between(int start, String text, int end, Learn learn, RenderedTokens out) {
    out.add(start, learn);
    out.add(tokenizer, text, learn);
    out.add(end, learn);
  }

  @Override
  void openAnswer(Role before, RenderedTokens out) {
    if (before != Role.TOOL) {
      out.add(assistantStart, Learn.NO);
    }
  }
}
