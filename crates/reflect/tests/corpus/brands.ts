type Id = string & {__brand?: 'id'}
