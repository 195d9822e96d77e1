package org.gristmill.trainer.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NativeRuntimeTest {

  @Test
  void asksForTheWideCoreTypeOnlyWithAllFourInstructionSets() {
    String all = "processor : 0\nflags\t\t: fpu avx512f avx512dq avx512bw avx512vl\n";
    assertThat(CpuFeatures.parse(all).openBlasCoreType()).contains("SkylakeX");
    assertThat(CpuFeatures.parse(all.replace("avx512vl", "")).openBlasCoreType()).isEmpty();
    assertThat(CpuFeatures.parse("no such line").openBlasCoreType()).isEmpty();
  }

  @Test
  void keepsNativeLibrariesToOneThread() {
    assertThat(NativeRuntime.variables(CpuFeatures.parse("")))
        .containsEntry("OPENBLAS_NUM_THREADS", "1")
        .containsEntry("OMP_NUM_THREADS", "1")
        .doesNotContainKey("OPENBLAS_CORETYPE");
  }
}
