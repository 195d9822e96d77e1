package org.gristmill.tokenization;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.gristmill.tokenization.bpe.ByteLevelBpe;
import org.gristmill.tokenization.bpe.PreTokenizer;
import org.gristmill.tokenization.bpe.TokenizerJson;
import org.gristmill.tokenization.bpe.Trained;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Ids equal those of Hugging Face's library, which also shows that it loads what we write. */
class TokenizerParityTest {
  private static final String[] ATOMS = {
    " ",
    "  ",
    "   ",
    "\n",
    "\r\n",
    "\n\n",
    "\t",
    "'s",
    "'S",
    "'ll",
    "'LL",
    "'re",
    "'Ve",
    "'",
    "’s",
    "1",
    "23",
    "2024",
    "①",
    "½",
    "٣",
    "hello",
    "World",
    "don't",
    "中文",
    "返回集合中元素的数量",
    "的",
    "，",
    "。",
    "！",
    "\u3000",
    "\u00a0",
    "\u2028",
    "\u0085",
    "é",
    "e\u0301",
    "ñ",
    "ſ",
    "'ſ",
    "😀",
    "👨‍👩‍👧",
    "\u200d",
    "한국어",
    "日本語テキスト",
    "مرحبا",
    "שלום",
    "हिन्दी",
    "ไทย",
    "_",
    "__init__",
    "->",
    "/*",
    "*/",
    "http://a.b/c?d=e&f",
    "\u0000",
    "\u0001",
    "\u007f",
    "\ufeff",
    "\ufffd",
    "a".repeat(30),
    "=".repeat(70),
    " ".repeat(40),
    "　　",
    "𠀀",
    "𝒳",
    "ﬁ",
    "Ⅷ",
    "<|endoftext|>",
    "<|endof",
    "\u1c89",
    "\ua7da",
    "\u10d40",
    "\u0897"
  };

  @ParameterizedTest
  @EnumSource(PreTokenizer.Pattern.class)
  void everyCodePointInSeveralContexts(PreTokenizer.Pattern pattern) throws IOException {
    try (Pair pair = new Pair(pattern)) {
      StringBuilder text = new StringBuilder();
      int inText = 0;
      for (int cp = 1; cp < 0x110000; cp++) {
        if ((cp >= 0xD800 && cp < 0xE000) || (cp >= 0x20000 && cp < 0xE0000 && cp % 97 != 0)) {
          continue;
        }
        if (cp >= 0xF0000 && cp % 997 != 0) {
          continue;
        }
        String c = Character.toString(cp);
        text.append('a').append(c).append("b ").append(c).append(c).append(" 1").append(c);
        text.append('!').append(c).append('\n').append(c).append("'").append(c).append("  ");
        if (++inText == 64) {
          pair.check(text.toString());
          text.setLength(0);
          inText = 0;
        }
      }
      pair.check(text.toString());
    }
  }

  @ParameterizedTest
  @EnumSource(PreTokenizer.Pattern.class)
  void twentyThousandRandomStrings(PreTokenizer.Pattern pattern) throws IOException {
    Random random = new Random(7);
    try (Pair pair = new Pair(pattern)) {
      for (int i = 0; i < 20_000; i++) {
        StringBuilder text = new StringBuilder();
        int atoms = 1 + random.nextInt(30);
        for (int k = 0; k < atoms; k++) {
          switch (random.nextInt(10)) {
            case 7 -> text.append((char) (32 + random.nextInt(95)));
            case 8 -> text.append((char) (0x4e00 + random.nextInt(0x51a6)));
            case 9 -> text.appendCodePoint(1 + random.nextInt(0x2ffe));
            default -> text.append(ATOMS[random.nextInt(ATOMS.length)]);
          }
        }
        pair.check(text.toString());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(PreTokenizer.Pattern.class)
  void unseenDocumentsInBothLanguages(PreTokenizer.Pattern pattern) throws IOException {
    try (Pair pair = new Pair(pattern)) {
      for (String document : SampleText.documents(300, 99)) {
        pair.check(document);
        byte[] utf8 = document.getBytes(StandardCharsets.UTF_8);
        int[] ids = new int[utf8.length];
        int n = pair.ours.encode(utf8, 0, utf8.length, SpecialTokens.AS_TEXT, ids, 0);
        assertThat(pair.ours.decode(ids, 0, n)).isEqualTo(utf8);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(PreTokenizer.Pattern.class)
  void invalidBytesEncodeAsTheReplacedText(PreTokenizer.Pattern pattern) throws IOException {
    Random random = new Random(3);
    try (Pair pair = new Pair(pattern)) {
      for (int i = 0; i < 2000; i++) {
        byte[] bytes = ("héllo 中文 😀 x" + i).getBytes(StandardCharsets.UTF_8);
        for (int k = 0; k < 3; k++) {
          bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        String replaced = new String(bytes, StandardCharsets.UTF_8);
        int[] ids = new int[3 * bytes.length];
        int n = pair.ours.encode(bytes, 0, bytes.length, SpecialTokens.AS_TOKENS, ids, 0);
        assertThat(Arrays.copyOf(ids, n)).isEqualTo(pair.reference(replaced));
      }
    }
  }

  /** Our tokenizer and the library's, of one trained vocabulary. */
  private static final class Pair implements AutoCloseable {
    final Tokenizer ours;
    private final HuggingFaceTokenizer library;

    Pair(PreTokenizer.Pattern pattern) throws IOException {
      byte[] json = TokenizerJson.write(Trained.sample(pattern, 1500));
      ours = Tokenizers.parse(json);
      assertThat(ours).isInstanceOf(ByteLevelBpe.class);
      library =
          HuggingFaceTokenizer.newInstance(
              new ByteArrayInputStream(json),
              Map.of("addSpecialTokens", "false", "truncation", "false"));
    }

    int[] reference(String text) {
      return Arrays.stream(library.encode(text, false, false).getIds())
          .mapToInt(Math::toIntExact)
          .toArray();
    }

    void check(String text) {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      int[] ids = new int[utf8.length];
      int n = ours.encode(utf8, 0, utf8.length, SpecialTokens.AS_TOKENS, ids, 0);
      assertThat(Arrays.copyOf(ids, n)).as(text).isEqualTo(reference(text));
    }

    @Override
    public void close() {
      library.close();
    }
  }
}
