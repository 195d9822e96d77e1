package org.gristmill.tokenization;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.gristmill.tokenization");

  @Test
  void knowsOnlyCommonAndTheLibrariesOfItsFormats() {
    assertThat(CLASSES).hasSizeGreaterThan(50);
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "",
            "java..",
            "org.gristmill.tokenization..",
            "org.gristmill.common..",
            "com.fasterxml.jackson..",
            "org.apache.arrow..",
            "ai.djl..")
        .check(CLASSES);
  }

  @Test
  void encodingKnowsNoFormats() {
    noClasses()
        .that()
        .resideInAPackage("org.gristmill.tokenization.bpe..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.gristmill.tokenization.store..",
            "org.gristmill.tokenization.stream..",
            "org.gristmill.tokenization.shard..",
            "org.apache.arrow..",
            "ai.djl..")
        .check(CLASSES);
  }

  @Test
  void theStreamKnowsNoShards() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "org.gristmill.tokenization.store..",
            "org.gristmill.tokenization.pack..",
            "org.gristmill.tokenization.stream..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.gristmill.tokenization.shard..", "org.apache.arrow..")
        .check(CLASSES);
  }
}
