CREATE OR REPLACE PACKAGE settings AS
  -- Named values that administrators change.

  c_vat_rate   CONSTANT NUMBER := 0.2;
  c_date_style CONSTANT VARCHAR2(20) := 'YYYY-MM-DD';

  e_unknown_setting EXCEPTION;

  FUNCTION text_value(p_name IN app_settings.name%TYPE) RETURN VARCHAR2;
  FUNCTION number_value(p_name IN app_settings.name%TYPE, p_default IN NUMBER DEFAULT NULL) RETURN NUMBER;
  PROCEDURE put(p_name IN app_settings.name%TYPE, p_value IN VARCHAR2);
END settings;
/
