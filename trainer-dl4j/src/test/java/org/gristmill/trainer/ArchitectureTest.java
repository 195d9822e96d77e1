package org.gristmill.trainer;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The trainer meets the Spark stages in files only, and its inner packages point one way. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.gristmill");

  @Test
  void trainerDoesNotKnowSpark() {
    noClasses()
        .that()
        .resideInAPackage("org.gristmill.trainer..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.gristmill.spark..", "org.apache.spark..", "org.gristmill.cli..")
        .check(CLASSES);
  }

  @Test
  void networkLibrariesStayInTheTrainer() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.gristmill.trainer..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.nd4j..", "org.deeplearning4j..", "org.bytedeco..")
        .check(CLASSES);
  }

  @Test
  void kernelsKnowNothingOfTheModel() {
    noClasses()
        .that()
        .resideInAnyPackage("org.gristmill.trainer.kernels..", "org.gristmill.trainer.runtime..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.gristmill.trainer.model..",
            "org.gristmill.trainer.optimizer..",
            "org.gristmill.trainer.data..",
            "org.gristmill.trainer.loop..",
            "org.deeplearning4j..")
        .check(CLASSES);
  }

  @Test
  void modelKnowsNothingOfFiles() {
    noClasses()
        .that()
        .resideInAPackage("org.gristmill.trainer.model..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.gristmill.trainer.data..",
            "org.gristmill.trainer.loop..",
            "org.gristmill.common.store..",
            "org.gristmill.tokenization..")
        .check(CLASSES);
  }
}
