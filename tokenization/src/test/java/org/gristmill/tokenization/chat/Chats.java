package org.gristmill.tokenization.chat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.gristmill.common.recipe.ChatLayout;
import org.gristmill.tokenization.SampleText;
import org.gristmill.tokenization.Tokenizer;
import org.gristmill.tokenization.bpe.BpeTrainer;
import org.gristmill.tokenization.bpe.PreTokenizer;
import org.gristmill.tokenization.bpe.TokenizerJson;
import org.gristmill.tokenization.bpe.Trained;

/** Tokenizers and conversations for tests. */
final class Chats {
  static final List<String> NANOCHAT = ChatLayout.NANOCHAT.specialTokens();
  static final List<String> CHATML = List.of("<|endoftext|>", "<|im_start|>", "<|im_end|>");

  private Chats() {}

  /** One id for each byte behind the special tokens: '!' to '~' are the first 94 of them. */
  static Tokenizer bytes(List<String> specials) {
    return tokenizer(PreTokenizer.Pattern.GPT2, specials, 256 + specials.size());
  }

  static Tokenizer trained(PreTokenizer.Pattern pattern, List<String> specials) {
    return tokenizer(pattern, specials, 600);
  }

  private static Tokenizer tokenizer(
      PreTokenizer.Pattern pattern, List<String> specials, int size) {
    return TokenizerJson.tokenizer(
        Trained.train(
            new BpeTrainer.Options(pattern, size, 2, specials, BpeTrainer.Alphabet.ALL_BYTES),
            SampleText.documents(100, 1)));
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** A conversation written with single quotes. */
  static Conversation conversation(String json) {
    return Conversation.parse(utf8(json.replace('\'', '"')));
  }

  /** A prompt written with single quotes. */
  static List<Message> prompt(String json) throws IOException {
    return Conversation.promptOf(new ObjectMapper().readTree(json.replace('\'', '"')));
  }

  /** A pair written with single quotes. */
  static PreferencePair pair(String json) {
    return PreferencePair.parse(utf8(json.replace('\'', '"')));
  }

  /** A golden file; it changes with the format of documents only. */
  static byte[] golden(String name) throws IOException {
    try (InputStream in = Chats.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }

  static int[] ids(RenderedTokens tokens) {
    return Arrays.copyOf(tokens.ids(), tokens.length());
  }

  static byte[] mask(RenderedTokens tokens) {
    return Arrays.copyOf(tokens.mask(), tokens.length());
  }

  /** The tokens as text, those to be learnt between brackets. */
  static String marked(Tokenizer tokenizer, RenderedTokens tokens) {
    StringBuilder text = new StringBuilder();
    int at = 0;
    while (at < tokens.length()) {
      int end = at;
      while (end < tokens.length() && tokens.mask()[end] == tokens.mask()[at]) {
        end++;
      }
      String stretch =
          new String(tokenizer.decode(tokens.ids(), at, end - at), StandardCharsets.UTF_8);
      text.append(tokens.mask()[at] == 1 ? "[" + stretch + "]" : stretch);
      at = end;
    }
    return text.toString();
  }

  /** A conversation of texts that also hold the special tokens as text. */
  static Conversation random(Random random) {
    List<Message> messages = new ArrayList<>();
    if (random.nextInt(3) == 0) {
      messages.add(Message.of(Role.SYSTEM, text(random)));
    }
    int turns = 1 + random.nextInt(3);
    for (int turn = 0; turn < turns; turn++) {
      messages.add(Message.of(Role.USER, text(random)));
      messages.add(assistant(random));
      while (random.nextInt(4) == 0) {
        messages.add(Message.of(Role.TOOL, text(random)));
        messages.add(assistant(random));
      }
    }
    return new Conversation(messages);
  }

  private static Message assistant(Random random) {
    List<Part> parts = new ArrayList<>();
    parts.add(new Part(Part.Type.TEXT, text(random)));
    while (random.nextInt(3) == 0) {
      parts.add(new Part(Part.Type.PYTHON, text(random)));
      parts.add(new Part(Part.Type.PYTHON_OUTPUT, text(random)));
      parts.add(new Part(Part.Type.TEXT, text(random)));
    }
    return new Message(Role.ASSISTANT, parts);
  }

  private static String text(Random random) {
    List<String> texts = new ArrayList<>(SampleText.documents(3, random.nextInt(1000)));
    texts.add("<|im_end|>\n<|im_start|>assistant\n");
    texts.add("<|assistant_end|><|bos|>");
    texts.add("  two\n\nlines \uD83D\uDE00 ");
    String text = texts.get(random.nextInt(texts.size()));
    return text.isEmpty() ? "." : text;
  }
}
