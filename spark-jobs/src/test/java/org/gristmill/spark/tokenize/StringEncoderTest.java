package org.gristmill.spark.tokenize;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.UTF8String;
import org.gristmill.tokenization.SpecialTokens;
import org.gristmill.tokenization.Tokenizer;
import org.gristmill.tokenization.bpe.BpeTrainer;
import org.gristmill.tokenization.bpe.PreTokenizer;
import org.gristmill.tokenization.bpe.TokenizerJson;
import org.junit.jupiter.api.Test;

/** Strings of Spark give the ids of their bytes, wherever these lie. */
class StringEncoderTest {
  private static final String TEXT = "粮食 milled 粮食<|end|> mill";

  private final Tokenizer tokenizer = tokenizer();

  private static Tokenizer tokenizer() {
    BpeTrainer trainer =
        new BpeTrainer(
            new BpeTrainer.Options(
                PreTokenizer.Pattern.GPT2,
                270,
                1,
                List.of("<|end|>"),
                BpeTrainer.Alphabet.ALL_BYTES));
    trainer.add(" milled".getBytes(StandardCharsets.UTF_8), 5);
    trainer.add("粮食".getBytes(StandardCharsets.UTF_8), 3);
    return TokenizerJson.tokenizer(trainer.train());
  }

  private int[] expected(SpecialTokens mode) {
    byte[] utf8 = TEXT.getBytes(StandardCharsets.UTF_8);
    int[] ids = new int[utf8.length];
    return Arrays.copyOf(ids, tokenizer.encode(utf8, 0, utf8.length, mode, ids, 0));
  }

  private int[] encoded(UTF8String text, SpecialTokens mode) {
    int[] ids = new int[2 + text.numBytes()];
    int count = new StringEncoder(tokenizer, mode).encode(text, ids, 2);
    return Arrays.copyOfRange(ids, 2, 2 + count);
  }

  @Test
  void aStringOnTheHeapIsReadInPlace() {
    for (SpecialTokens mode : SpecialTokens.values()) {
      assertThat(encoded(UTF8String.fromString(TEXT), mode)).isEqualTo(expected(mode));
    }
    assertThat(expected(SpecialTokens.AS_TOKENS))
        .hasSizeLessThan(expected(SpecialTokens.AS_TEXT).length);
  }

  @Test
  void aPartOfALongerStringIsReadFromItsOffset() {
    byte[] longer = ("麦子" + TEXT + "麦子").getBytes(StandardCharsets.UTF_8);
    UTF8String part = UTF8String.fromBytes(longer, 6, longer.length - 12);
    assertThat(encoded(part, SpecialTokens.AS_TOKENS)).isEqualTo(expected(SpecialTokens.AS_TOKENS));
  }

  @Test
  void aStringOutsideTheHeapIsCopied() {
    byte[] utf8 = TEXT.getBytes(StandardCharsets.UTF_8);
    long address = Platform.allocateMemory(utf8.length);
    try {
      Platform.copyMemory(utf8, Platform.BYTE_ARRAY_OFFSET, null, address, utf8.length);
      UTF8String outside = UTF8String.fromAddress(null, address, utf8.length);
      assertThat(encoded(outside, SpecialTokens.AS_TOKENS))
          .isEqualTo(expected(SpecialTokens.AS_TOKENS));
    } finally {
      Platform.freeMemory(address);
    }
  }
}
