package org.gristmill.trainer;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The trainer meets the Spark stages in files only, and its inner packages point one way. */
@AnalyzeClasses(packages = "org.gristmill", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule trainerDoesNotKnowSpark =
      noClasses()
          .that()
          .resideInAPackage("org.gristmill.trainer..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.gristmill.spark..", "org.apache.spark..", "org.gristmill.cli..");

  @ArchTest
  static final ArchRule networkLibrariesStayInTheTrainer =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.gristmill.trainer..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.nd4j..", "org.deeplearning4j..", "org.bytedeco..");

  @ArchTest
  static final ArchRule kernelsKnowNothingOfTheModel =
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
              "org.deeplearning4j..");

  @ArchTest
  static final ArchRule modelKnowsNothingOfFiles =
      noClasses()
          .that()
          .resideInAPackage("org.gristmill.trainer.model..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.gristmill.trainer.data..",
              "org.gristmill.trainer.loop..",
              "org.gristmill.common.store..",
              "org.gristmill.tokenization..");
}
