package org.gristmill.trainer.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.gristmill.tokenization.SpecialTokens;
import org.gristmill.tokenization.Tokenizer;
import org.gristmill.tokenization.Tokenizers;
import org.gristmill.trainer.data.SmallStore;
import org.gristmill.trainer.generate.Generator.Ending;
import org.gristmill.trainer.model.DecoderConfiguration.TrainingPlan;
import org.gristmill.trainer.model.DecoderNetwork;
import org.gristmill.trainer.model.DecoderShape;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.NoOp;

class GeneratorTest {

  private static final SamplingOptions LIKELIEST = new SamplingOptions(0, 0, 1, 0);

  private final Tokenizer tokenizer = Tokenizers.parse(SmallStore.tokenizer());
  private final int end = tokenizer.specialTokenId("<|endoftext|>").orElseThrow();
  private final DecoderNetwork network =
      DecoderNetwork.create(
          new DecoderShape(tokenizer.vocabularySize(), 16, 32, 2, 4, 2, 24, 10_000, 1e-5),
          new TrainingPlan(1, 1, 1, 0, 7),
          new NoOp(),
          DataType.FLOAT);
  private final Generator generator = new Generator(network, tokenizer, end);

  @Test
  void nothingPrecedesThePromptAsNothingPrecedesADocument() {
    for (String prompt : new String[] {"the", "grain", "water turns", "wheel", "a b", "磨坊"}) {
      byte[] utf8 = prompt.getBytes(StandardCharsets.UTF_8);
      int[] ids = new int[3 * utf8.length];
      int count = tokenizer.encode(utf8, 0, utf8.length, SpecialTokens.AS_TEXT, ids, 0);
      assertThat(generator.generate(prompt, 1, LIKELIEST, Ending.LENGTH, 0))
          .isEqualTo(likeliestAfter(ids, count));
    }
  }

  @Test
  void anEmptyPromptIsStoodForByTheEndOfADocument() {
    assertThat(generator.generate("", 1, LIKELIEST, Ending.LENGTH, 0))
        .isEqualTo(likeliestAfter(new int[] {end}, 1));
  }

  private String likeliestAfter(int[] ids, int count) {
    float[] logits = new float[tokenizer.vocabularySize()];
    network.layer().nextToken(ids, count, logits);
    int best = end == 0 ? 1 : 0;
    for (int id = 0; id < logits.length; id++) {
      best = id != end && logits[id] > logits[best] ? id : best;
    }
    return Characters.whole(tokenizer.bytesOf(best));
  }
}
