package org.gristmill.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.gristmill.common.recipe.ModelSizes;
import org.junit.jupiter.api.Test;

class DecoderShapeTest {

  @Test
  void aRecipesSizesCountTheParametersThatTheDecoderHasBesideItsEmbedding() {
    ModelSizes.PRESETS.forEach(
        (name, sizes) -> {
          DecoderShape shape =
              new DecoderShape(
                  500,
                  16,
                  sizes.width(),
                  sizes.layers(),
                  sizes.heads(),
                  sizes.kvHeads(),
                  sizes.ffn(),
                  DecoderShape.DEFAULT_ROPE_BASE,
                  DecoderShape.DEFAULT_NORM_EPSILON);
          assertThat(sizes.parametersWithoutVocabulary())
              .as(name)
              .isEqualTo(shape.parameters() - 500L * sizes.width());
        });
  }
}
