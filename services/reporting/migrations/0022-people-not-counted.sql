-- Reports of a year say how many people of the list were appointed after it.
CREATE INDEX employee_since ON employee (since_year) INCLUDE (agency_id, employment_status) WHERE in_service;
